"""If a first `make` is interrupted at any moment, the next one completes the checkout."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# What `python` is in these tests: it makes environments and installs into them in steps, as the real one does, and stops
# for ever before the step that CUT_AT names. Like pip, it takes what is there for installed.
PYTHON = """#!/bin/sh
step() { if [ "$1" = "$CUT_AT" ]; then touch "$STUB/cut"; sleep 600; fi; }
here=$(dirname "$0")
case "$*" in
    "-c "*) exit 0 ;;
    "-m venv "*)
        venv=$3
        step "before the directory"
        mkdir -p "$venv/bin"
        step "before pyvenv.cfg"
        echo made > "$venv/pyvenv.cfg"
        step "before python"
        cp "$0" "$venv/bin/python"
        step "before pip"
        mkdir -p "$venv/pip"
        step "within pip"
        echo whole > "$venv/pip/body"
        step "after venv"
        ;;
    "-m pip --version") test -e "$here/../pip/body" ;;
    "-m pip install"*"--upgrade pip")
        test -e "$here/../pip/body" || exit 1
        rm "$here/../pip/body"
        step "within the upgrade of pip"
        echo newer > "$here/../pip/body"
        ;;
    "-m pip install"*"--editable"*)
        test -e "$here/../pip/body" || exit 1
        test -d "$here/../package" && exit 0
        step "before the packages"
        mkdir "$here/../package"
        step "within the packages"
        echo whole > "$here/../package/body"
        step "after the packages"
        ;;
    *) exit 9 ;;
esac
"""
STEPS = [line.split('"')[1] for line in PYTHON.splitlines() if line.strip().startswith('step "')]


@pytest.fixture
def checkout(tmp_path):
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(str(ROOT / name), str(tmp_path / name))
    stub = tmp_path / "python-stub"
    stub.write_text(PYTHON)
    stub.chmod(0o755)
    return tmp_path


def make(checkout, python=None, target=".venv/.ready", **environment):
    # As a user's own make, whatever make runs these tests.
    around = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return subprocess.Popen(
        ["make", target, f"PYTHON={python or checkout / 'python-stub'}"],
        cwd=str(checkout),
        env={**around, "STUB": str(checkout), "CUT_AT": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        universal_newlines=True,
    )


def cut_off(running, condition):
    """Kill make and all it started as soon as the condition holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert running.poll() is None and time.monotonic() < deadline, running.communicate()[0]
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def is_whole(checkout) -> bool:
    venv = checkout / ".venv"
    bodies = [(venv / name / "body").exists() for name in ("pip", "package")]
    return all(bodies) and (venv / ".ready").exists() and not (venv / ".unfinished").exists()


@pytest.mark.parametrize("step", STEPS)
def test_a_make_that_is_cut_off(checkout, step):
    cut_off(make(checkout, CUT_AT=step), (checkout / "cut").exists)
    assert not (checkout / ".venv" / ".ready").exists()
    second = make(checkout)
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 0 and is_whole(checkout), said


def test_a_make_of_a_newer_checkout_that_is_cut_off(checkout):
    assert make(checkout).wait(60) == 0
    shutil.rmtree(str(checkout / ".venv" / "package"))
    os.utime(str(checkout / "pyproject.toml"), (time.time() + 5, time.time() + 5))
    cut_off(make(checkout, CUT_AT="within the packages"), (checkout / "cut").exists)
    assert make(checkout).wait(60) == 0 and is_whole(checkout)


def test_what_an_older_makefile_left_is_put_aside(checkout):
    """It made no mark; what is in there may be somebody's."""
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("made")
    (venv / "mine").write_text("kept")
    shutil.copy(str(checkout / "python-stub"), str(venv / "bin" / "python"))
    assert make(checkout).wait(60) == 0 and is_whole(checkout)
    assert (checkout / ".venv.broken" / "mine").read_text() == "kept"


def test_an_environment_of_ones_own_stays(checkout):
    subprocess.run([str(checkout / "python-stub"), "-m", "venv", str(checkout / ".venv")], check=True)
    (checkout / ".venv" / "mine").write_text("kept")
    cut_off(make(checkout, CUT_AT="before the packages"), (checkout / "cut").exists)
    assert make(checkout).wait(60) == 0 and is_whole(checkout)
    assert (checkout / ".venv" / "mine").read_text() == "kept"


def test_a_real_environment_that_is_cut_off(checkout):
    """Within `python -m venv`, which has made python and not all of pip."""
    python = checkout / ".venv" / "bin" / "python"
    cut_off(make(checkout, python=sys.executable), python.exists)
    assert make(checkout).wait(60) == 0 and is_whole(checkout)


def test_nothing_is_said_but_what_is_made(checkout):
    said = make(checkout, target=".venv/.demo").communicate(timeout=60)[0].splitlines()
    assert len(said) == 1 and said[0].startswith("Making the environment .venv for demo")


def test_what_the_tour_made_becomes_the_whole_though_it_is_cut_off(checkout):
    """The tour wants less than the tests, which add to it."""
    assert make(checkout, target=".venv/.demo").wait(60) == 0
    assert not (checkout / ".venv" / ".ready").exists() and not (checkout / ".venv" / ".unfinished").exists()
    shutil.rmtree(str(checkout / ".venv" / "package"))  # as what is added is not there yet
    cut_off(make(checkout, CUT_AT="within the packages"), (checkout / "cut").exists)
    assert make(checkout).wait(60) == 0 and is_whole(checkout)
    assert (checkout / ".venv" / ".demo").exists()
