"""docs/reference.md is what docs/generate.py writes now, on any server and with any release of click."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def generate(tmp_path):
    """The module docs/generate.py, on a copy of the reference."""
    spec = importlib.util.spec_from_file_location("generate", str(ROOT / "docs" / "generate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    copy = tmp_path / "reference.md"
    copy.write_text(module.REFERENCE.read_text(encoding="utf-8"), encoding="utf-8")
    module.REFERENCE = copy
    return module


def test_the_reference_is_fresh(database):
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check", "--dsn", database]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr


def test_a_stale_reference_is_found_and_written_anew(generate, database, connection, monkeypatch, capsys):
    fresh = generate.REFERENCE.read_text(encoding="utf-8")
    connection.execute("comment on view pgsummary.size is 'something else'")
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check", "--dsn", database])
    assert generate.run() == 1
    assert "python docs/generate.py" in capsys.readouterr().err
    assert generate.REFERENCE.read_text(encoding="utf-8") == fresh
    monkeypatch.setattr(sys, "argv", ["generate.py", "--dsn", database])
    assert generate.run() == 0
    assert "View: something else." in generate.REFERENCE.read_text(encoding="utf-8")


def test_what_has_no_comment_is_an_error(generate, database, connection):
    connection.execute("comment on function conference_list is null")
    with pytest.raises(ValueError, match="conference_list has no comment"):
        generate.reference(database)
