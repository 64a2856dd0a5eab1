"""The examples in README.md and docs/ run, and what they are said to print is what they print.

A fenced block below the line `<!-- run -->` is run: SQL as it stands; of a console session each command that
follows `$ ` (and goes on after `> `), the lines below it being its output, where `...` stands for anything.
The blocks of a document run in order on a clone of a database with generated data.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import psycopg
import pytest

from pg_summary.demo.data import load

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md"] + sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))
END = datetime(2026, 11, 1, tzinfo=timezone.utc)
BLOCK = re.compile(r"^<!-- run -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROLES = ("installer", "refresher", "monitor", "bi")


def blocks(document):
    """The language and the text of each block to run."""
    return BLOCK.findall((ROOT / document).read_text(encoding="utf-8"))


def commands(session):
    """The commands of a console session, each with the output it should have."""
    found = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif line.startswith("> "):
            found[-1][0] += "\n" + line[2:]
        else:
            found[-1][1] += line.rstrip() + "\n"
    return found


@pytest.fixture(scope="module")
def generated(server):
    """The name of a database with generated data, nothing installed; the roles of the examples exist."""
    name = "documented"
    server.create_database(name)
    with psycopg.connect(server.dsn(name), autocommit=True) as connection:
        load(connection, days=14, scale=0.1, end=END)
        for role in ROLES:
            connection.execute(f"create role {role}")
    yield name
    server.drop_database(name)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"drop role {', '.join(ROLES)}")


@pytest.fixture
def peermetrics(server, generated):
    """The connection string of a clone of it."""
    server.create_database("peermetrics", template=generated)
    yield server.dsn("peermetrics")
    server.drop_database("peermetrics")


@pytest.fixture
def shell(server, peermetrics, tmp_path):
    """Runs a command where psql and pg-summary mean this database; what it printed, and whether it can."""
    if shutil.which("psql", path=str(server.bindir)) is None:
        pytest.skip("this PostgreSQL comes without psql")
    program = tmp_path / "pg-summary"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m pg_summary.cli "$@"\n')
    program.chmod(0o755)
    parts = psycopg.conninfo.conninfo_to_dict(peermetrics)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL"))},
        "PGHOST": parts["host"],
        "PGPORT": str(parts["port"]),
        "PGUSER": parts["user"],
        "PGDATABASE": parts["dbname"],
        "PGTZ": "UTC",
        "PSQLRC": str(tmp_path / "none"),
        "PATH": os.pathsep.join([str(tmp_path), str(server.bindir), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "110",
        "PAGER": "cat",
    }

    def run(command):
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"

    return run


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if blocks(name)])
def test_the_examples_of(document, peermetrics, shell):
    if document != "README.md":  # which installs it
        shell("pg-summary install")
    for language, text in blocks(document):
        if language == "sql":
            with psycopg.connect(peermetrics, autocommit=True) as connection:
                connection.execute(text)
            continue
        assert language == "console"
        for command, expected in commands(text):
            printed = shell(command)
            same = doctest.OutputChecker().check_output(expected.strip(), printed.strip(), doctest.ELLIPSIS)
            assert same, f"{document}: {command}\nis said to print\n{expected}\nbut prints\n{printed}"


def test_links_lead_somewhere():
    for document in [*DOCUMENTS, "sql/README.md", "CONTRIBUTING.md"]:
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}"


def test_every_error_of_ours_is_documented():
    """Each SQLSTATE that the SQL raises and each exit code stands in docs/errors.md."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    raised = set()
    for path in [*ROOT.glob("sql/**/*.sql"), *ROOT.glob("pg_summary/*.py")]:
        raised |= set(re.findall(r"\bSM\d{3}\b", path.read_text(encoding="utf-8")))
    assert raised
    for word in sorted(raised) + ["22023", "22004"] + [f"| {code} |" for code in range(6)]:
        assert word in text, word
