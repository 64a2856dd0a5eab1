"""Which part of the package may know which, and that the command line asks the database nothing by itself."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

import pg_summary

PACKAGE = Path(pg_summary.__file__).parent
# What a room must not import: the product nothing of the sandbox, and nothing but the command line the tour.
CLOSED = {
    "cache": ("cli", "demo", "install", "sandbox", "serve", "django"),
    "django": ("cli", "demo", "install", "sandbox"),
    "install": ("cli", "demo", "sandbox", "serve", "cache", "django"),
    "sandbox": ("cli", "demo"),
    "serve": ("cli", "demo", "sandbox", "django"),
    "cli": ("sandbox", "django"),
    "demo": ("cli", "django"),
}


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, without its name before them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {name[len("pg_summary.") :] for name in found if name.startswith("pg_summary.")}


@pytest.mark.parametrize("room", sorted(CLOSED))
def test_a_room_imports_none_that_is_closed_to_it(room):
    files = list((PACKAGE / room).rglob("*.py"))
    assert files
    strays = {
        f"{path.relative_to(PACKAGE).as_posix()}: {name}"
        for path in files
        for name in imported(path)
        if name.partition(".")[0] in CLOSED[room]
    }
    assert strays == set()


def test_the_command_line_runs_no_sql():
    for path in (PACKAGE / "cli").glob("*.py"):
        assert ".execute(" not in path.read_text(encoding="utf-8"), path


def test_every_folder_of_python_is_a_package():
    for folder, _, names in os.walk(str(PACKAGE)):
        if any(name.endswith(".py") for name in names):
            assert "__init__.py" in names, folder
