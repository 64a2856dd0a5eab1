"""Python interpreters of this machine, and environments of them, in a cache that is kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from glob import glob
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "python"


class Unavailable(Exception):
    """A version that can't be had on this machine; says why."""


def environment(version: str, packages: tuple[str, ...], with_project: bool = True) -> str:
    """The interpreter of an environment with packages, and pg-summary with what its tests need. Raises Unavailable."""
    wanted = ["--editable", ".[test]", *packages] if with_project else list(packages)
    project = (ROOT / "pyproject.toml").read_text() if with_project else ""
    key = hashlib.sha256(repr((wanted, project)).encode()).hexdigest()[:8]
    home = CACHE / f"{version}-{key}"
    python = str(home / "bin" / "python")
    if not (home / ".ready").exists():
        shutil.rmtree(str(home), ignore_errors=True)
        run([interpreter(version), "-m", "venv", str(home)])
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--upgrade", "pip"])
        run([*pip, *wanted])
        (home / ".ready").touch()
    return python


def interpreter(version: str) -> str:
    """A Python of this version that makes environments: on the PATH, or one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    check = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != ({version.replace('.', ', ')}))"
    for path in [f"python{version}", "python3", *glob(f"{pyenv}/versions/{version}.*/bin/python")]:
        found = shutil.which(path)
        if found and not subprocess.run([found, "-c", check], stderr=subprocess.DEVNULL).returncode:
            return found
    raise Unavailable("no such Python on the PATH or among pyenv's")


def run(command: list[str]) -> None:
    ran = subprocess.run(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode:
        last = ran.stdout.decode().strip().splitlines()[-1:]
        raise Unavailable(f"{' '.join(command[:5])} failed: {' '.join(last)}")
