"""What is published works: the wheel and the source distribution, each in an environment that has nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

import pytest
from program import add_conferences, connect, total

from pg_summary import __version__
from pg_summary.sandbox.program import free_port

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def run(*command: str, **variables: str) -> str:
    """What a command prints, in a folder without a checkout."""
    led = ("PG", "PYTHON", "DATABASE_URL", "COV_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(led)}
    done = subprocess.run(
        command, env={**inherited, **variables}, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, (command, done.stdout)
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """The files that a release publishes."""
    made = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(made), str(ROOT))
    return {path.suffix: path for path in made.iterdir()}


def test_what_is_in_them(distributions):
    name = f"peermetrics_pg_summary-{__version__}"
    assert distributions[".whl"].name == f"{name}-py3-none-any.whl" and distributions[".gz"].name == f"{name}.tar.gz"
    files = zipfile.ZipFile(str(distributions[".whl"])).namelist()
    packed = {file[len("pg_summary/sql/") :] for file in files if file.startswith("pg_summary/sql/")}
    assert packed == {path.relative_to(ROOT / "sql").as_posix() for path in (ROOT / "sql").rglob("*") if path.is_file()}
    for file in ("py.typed", "dashboard/index.html", "sandbox/data.sql", "cli/__init__.py"):
        assert f"pg_summary/{file}" in files
    assert not [file for file in files if file.startswith(("tests/", "web/", "benchmarks/"))]
    with tarfile.open(str(distributions[".gz"])) as packed_source:
        sources = packed_source.getnames()
    for file in ("pyproject.toml", "LICENSE", "README.md", "sql/tables/10_schema.sql"):
        assert f"{name}/{file}" in sources


@pytest.mark.parametrize("suffix", [".whl", ".gz"])
def test_it_works_from_an_empty_environment(distributions, suffix, tmp_path, source_database):
    home = tmp_path / "environment"
    run(sys.executable, "-m", "venv", str(home))
    python, program = str(home / "bin" / "python"), str(home / "bin" / "pg-summary")
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, f"peermetrics-pg-summary[binary] @ {distributions[suffix].as_uri()}")
    where = {"PG_SUMMARY_DSN": source_database}
    assert run(program, "--version") == f"pg-summary, version {__version__}\n"
    assert f"installed pg-summary {__version__}" in run(program, "install", **where)
    with connect(source_database) as connection:
        add_conferences(connection, 5)
        assert total(connection) == 55
        assert "folded 5 changes" in run(program, "refresh", **where)
        address = f"127.0.0.1:{free_port()}"
        daemon = subprocess.Popen(
            [program, "run", "--no-warm", "--every", "100ms", "--listen", address],
            env={**os.environ, **where},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            add_conferences(connection, 3)
            while "folded 3 changes" not in daemon.stdout.readline():
                assert daemon.poll() is None
            with urllib.request.urlopen(f"http://{address}/metrics") as response:
                assert b"pg_summary_folded_changes_total" in response.read()
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.communicate(timeout=60)
        assert daemon.returncode == 0
        assert total(connection) == 58
    assert json.loads(run(python, "-m", "pg_summary", "verify", "--json", **where)) == {
        "problems": [],
        "repaired": 0,
        "state": [],
    }
    run(program, "uninstall", "--yes", **where)
