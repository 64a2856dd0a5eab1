"""The examples in README.md and docs/ run, and print what the documents say.

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

from pg_summary.sandbox.data import load

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md"] + sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))
END = datetime(2026, 11, 1, tzinfo=timezone.utc)
BLOCK = re.compile(r"^<!-- run -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OWNER = "peermetrics"
TAKE_LONG = {"docs/operations.md"}
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
            connection.execute(f"create role {role} login")
        # Who owns the tables, and installs as the README has it.
        connection.execute(f"create role {OWNER} login")
        connection.execute(f"grant create on schema public to {OWNER}")
        for (table,) in connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            connection.execute(f"alter table public.{table} owner to {OWNER}")
    yield name
    server.drop_database(name)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"drop role {', '.join([*ROLES, OWNER])}")


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

    def run(command, user="postgres"):
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env={**environment, "PGUSER": user},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # On a slow machine, the output says how long the work has taken, or how far it is.
        progress = re.compile(r", \d+ s so far$|^folded [\d,]+ of [\d,]+ changes$")
        lines = [line.rstrip() for line in done.stdout.splitlines() if not progress.search(line)]
        return "\n".join(lines) + "\n"

    return run


@pytest.mark.parametrize(
    "document",
    [pytest.param(name, marks=pytest.mark.slow if name in TAKE_LONG else []) for name in DOCUMENTS if blocks(name)],
)
def test_the_examples_of(document, peermetrics, shell):
    user = OWNER if document == "README.md" else "postgres"
    with psycopg.connect(peermetrics, autocommit=True) as connection:
        connection.execute(f"grant create on database peermetrics to {OWNER}")
    if document != "README.md":  # which installs it
        shell("pg-summary install", user)
    for language, text in blocks(document):
        if language == "sql":
            with psycopg.connect(peermetrics, autocommit=True) as connection:
                connection.execute(text)
            continue
        assert language == "console"
        for command, expected in commands(text):
            printed = shell(command, user)
            same = doctest.OutputChecker().check_output(expected.strip(), printed.strip(), doctest.ELLIPSIS)
            assert same, f"{document}: {command}\nis said to print\n{expected}\nbut prints\n{printed}"


def test_every_query_of_the_bi_page_is_asked_as_the_role_that_it_grants_to():
    asked = [
        command for language, text in blocks("docs/bi.md") if language == "console" for command, _ in commands(text)
    ]
    queries = [command for command in asked if "select " in command and "grant" not in command]
    assert len(queries) == 2 and all(command.startswith("psql -U bi ") for command in queries)


def test_the_grants_of_a_refresher_suffice(server, peermetrics, shell):
    """The role of docs/operations.md folds and sees what is wrong; it may neither install nor probe."""
    shell("pg-summary install")
    (granted,) = [text for _, text in blocks("docs/operations.md") if "to refresher" in text]
    with psycopg.connect(peermetrics, autocommit=True) as connection:
        connection.execute(granted)
        connection.execute("update conference set duration = duration + 1")
        assert "folded 0" not in shell("PGUSER=refresher pg-summary refresh; echo $?")
        assert shell("PGUSER=refresher pg-summary refresh; echo $?").endswith("\n0\n")
        connection.execute("alter table conference disable trigger pgsummary_log_row")
        assert shell("PGUSER=refresher pg-summary refresh; echo $?").endswith("\n3\n")


CRON = re.compile(r"^(?:[*\d/,-]+ ){5}(.*)$", re.MULTILINE)
RECIPES = [*ROOT.glob("deploy/*.cron"), *ROOT.glob("docs/*.md"), ROOT / "README.md"]


def test_a_crontab_hides_nothing(tmp_path):
    """Whoever copies a line learns of a program that is not found, and of exit codes; no % cuts the line off."""
    lines = [line for path in RECIPES for line in CRON.findall(path.read_text(encoding="utf-8"))]
    assert lines
    log = tmp_path / "logger"
    log.write_text(f"#!/bin/sh\ncat >> {tmp_path}/log\n")
    log.chmod(0o755)
    program = tmp_path / "pg-summary"

    def run(line):
        user, _, command = line.partition(" ")
        assert user == "nobody" and "%" not in command, line
        (tmp_path / "log").write_text("")
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        subprocess.run(["sh", "-c", command], env=environment, check=True, stdout=subprocess.DEVNULL)
        return (tmp_path / "log").read_text()

    for line in lines:
        if program.exists():
            program.unlink()
        assert "not found" in run(line) and "exit code 127" in run(line)
        for code, said in [(0, ""), (4, "busy\n"), (1, "broken\nexit code 1\n")]:
            program.write_text(
                f"#!/bin/sh\necho folded\n{f'echo {said.split()[0]} >&2' if said else ''}\nexit {code}\n"
            )
            program.chmod(0o755)
            assert run(line) == said


def test_links_lead_somewhere():
    for document in [*DOCUMENTS, "sql/README.md", "CONTRIBUTING.md"]:
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}"


def test_every_error_of_ours_is_documented():
    """docs/errors.md lists each SQLSTATE that the SQL raises and each exit code."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    raised = set()
    for path in [*ROOT.glob("sql/**/*.sql"), *ROOT.glob("pg_summary/*.py")]:
        raised |= set(re.findall(r"\bSM\d{3}\b", path.read_text(encoding="utf-8")))
    assert raised
    for word in sorted(raised) + ["22023", "22004"] + [f"| {code} |" for code in range(6)]:
        assert word in text, word
