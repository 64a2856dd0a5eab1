"""An upgrade from each release, with data and while writers run, ends where a fresh install begins, object by object."""

from __future__ import annotations

import gzip
import re
import subprocess
import time
from pathlib import Path
from random import Random

import pytest
from crowd import Crowd, refresh, write, write_transaction
from oracle import Oracle, comparable, read_source
from program import pg_summary, start
from questions import FUNCTIONS, ask, check_all, room_of
from source_rows import APPS, Writer
from support import client_program, drain, open_connection

from pg_summary import install as installer
from pg_summary.errors import Busy
from pg_summary.install import files, planner
from pg_summary.sandbox.source import create_source_schema

BUSY = 4  # its exit code
RELEASES = sorted(Path(__file__).parent.glob("*.sql.gz"))


def as_it_was(release: Path) -> str:
    return gzip.decompress(release.read_bytes()).decode()


def all_different(release: Path) -> str:
    """The same, as if no file had been then what it is today: each object is replaced that can be, and each function
    dropped and made anew, but for those of triggers, whose parameters and result are always the same.
    """
    lines = as_it_was(release).splitlines(keepends=True)
    return "".join(
        re.sub(r"'[0-9a-f]{64}'", "'-'", line, count=1 if "/log_" in line else 0)
        if "/" in line and ".sql', '" in line
        else line
        for line in lines
    )


WAYS = [(release, how) for release in RELEASES for how in (as_it_was, all_different)]


def name_of(way) -> str:
    release, how = way
    return f"{release.name[: -len('.sql.gz')]} {how.__name__}"


def from_each_release(quick):
    """Runs a test with `old` in each of the ways; those that are not quick are slow."""
    ways = [pytest.param(way, id=name_of(way), marks=[] if way in quick else pytest.mark.slow) for way in WAYS]
    return pytest.mark.parametrize("old", ways, indirect=True)


@pytest.fixture
def old(request, empty_database):
    """A database with a small world and a release, which was refreshed a while ago."""
    release, how = request.param
    with open_connection(empty_database) as connection:
        create_source_schema(connection)
        writer = Writer(connection, Random(8))
        writer.grow(10)
        for statement in files.split(how(release)):
            connection.execute(statement)
        connection.execute("do $$ begin create role old_reader; exception when duplicate_object then end $$")
        for (function,) in connection.execute(
            "select oid::regprocedure from pg_proc where proname = any(%s)", [FUNCTIONS]
        ).fetchall():
            connection.execute(f"grant execute on function {function} to old_reader")
        writer.grow(4)
    yield empty_database
    with open_connection(empty_database) as connection:
        connection.execute("drop owned by old_reader")


def objects(server, dsn: str) -> list[str]:
    """Every object of a database with its comment and grants, as pg_dump says it, in no order of files or columns."""
    dump = subprocess.run([client_program(server, "pg_dump"), "-s", dsn], stdout=subprocess.PIPE, check=True, text=True)
    statements = re.split(r"^--\n-- Name: .*\n--\n", dump.stdout, flags=re.MULTILINE)[1:]
    return sorted(
        "\n".join(sorted(line.rstrip(",") for line in s.splitlines() if line[:1] != "\\")) for s in statements
    )


def check_upgraded(server, dsn: str) -> None:
    """Nothing is left to do, answers are exact before and after the fold, and the objects are those of a fresh install."""
    # Once more where another refresh ran, to which the first one leaves the fold.
    assert pg_summary("install", dsn=dsn).code == 0
    assert "nothing to do" in pg_summary("install", dsn=dsn).err
    status = pg_summary("status", dsn=dsn)
    assert status.code == 0, status.out
    with open_connection(dsn) as connection:
        check_all(connection)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)
    fresh = "upgrade_fresh"
    server.create_database(fresh)
    try:
        with open_connection(server.dsn(fresh)) as connection:
            create_source_schema(connection)
        assert pg_summary("install", "--grant-to", "old_reader", dsn=server.dsn(fresh)).code == 0
        ours, theirs = objects(server, dsn), objects(server, server.dsn(fresh))
    finally:
        server.drop_database(fresh)
    assert ours == theirs


@from_each_release(quick=[way for way in WAYS if way[1] == as_it_was])
def test_with_data(old, server):
    result = pg_summary("install", dsn=old)
    assert result.code == 0, result.err
    check_upgraded(server, old)


def ask_briefly(connection, random):
    """A reader that leaves room: to replace a trigger, an upgrade must be alone on the table for a moment."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        rows = read_source(connection)
        answers = {app: ask(connection, "dashboard_summary", app_id=app) for app in APPS}
    for app, answer in answers.items():
        answer["session_summary"].pop("cities", None)  # as releases before 0.3.0 had them
        answer.setdefault("archived_before", None)  # which they had not
        wanted = Oracle(rows).dashboard_summary(app, **room_of(answer))
        if "quality_summary" not in answer:  # as releases before 0.3.0 had it not
            del wanted["quality_summary"]
        assert comparable(answer) == wanted
    time.sleep(0.1)


@from_each_release(quick=[(RELEASES[-1], as_it_was)])
def test_while_writers_run(old, server):
    """No writer fails, no answer is wrong. The upgrade may have to give way, and is then run again: to replace a trigger
    before PostgreSQL 14 it must be alone on its table, and may have to wait for the crowd to go.
    """

    def connect():
        return open_connection(old)

    with Crowd() as crowd:
        for act in (write, write_transaction, refresh, ask_briefly):
            crowd.add(act, connect)
        for _ in range(3):
            going_on = crowd.wait(0.5)
            upgrade = start("install", "--dsn", old)
            _, said = upgrade.communicate()
            if upgrade.returncode != BUSY or not going_on:
                break
    if upgrade.returncode == BUSY:
        result = pg_summary("install", dsn=old)
        assert result.code == 0, result.err
    else:
        assert upgrade.returncode == 0, said
    assert crowd.counts["write"] > 10 and crowd.counts["ask_briefly"], crowd.counts
    check_upgraded(server, old)


@pytest.mark.parametrize("everything", [False, True])
def test_a_snapshot_from_before(empty_database, everything):
    """An old snapshot that calls a function after the upgrade gets what the new functions read from the old log."""
    with open_connection(empty_database) as connection, open_connection(empty_database, autocommit=False) as reader:
        create_source_schema(connection)
        writer = Writer(connection, Random(9))
        writer.grow(10)
        for statement in files.split(as_it_was(RELEASES[-1])):
            connection.execute(statement)
        writer.grow(4)
        if everything:
            connection.execute("select pgsummary.mark_everything()")
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select from conference")
        writer.grow(2)
        assert pg_summary("install", dsn=empty_database).code == 0
        check_all(reader)
        reader.rollback()
        check_all(reader)


def test_an_index_of_facts_while_somebody_reads(database, monkeypatch):
    """Its successor is built beside it; only dropping it waits for the reader, whom nobody else waits for."""
    monkeypatch.setattr(planner, "INDEX_LOCK_TIMEOUT_MS", 200)
    names = "select relname from pg_class where relname ~ '^conference_fact_profiles' order by 1"
    with open_connection(database) as connection, open_connection(database, autocommit=False) as reader:
        Writer(connection, Random(3)).grow(3)
        reader.execute("select from pgsummary.conference_fact")
        for left in (1, 2):  # cut off once, and once more
            connection.execute(
                "update pgsummary.installed_object set source_hash = '-' where object = 'conference_fact_profiles'"
            )
            with pytest.raises(Busy, match="drop index concurrently"):
                installer.install(connection, installer.Options())
            assert len(connection.execute(names).fetchall()) == 1 + left
            check_all(connection)
        reader.rollback()
        assert installer.install(connection, installer.Options())
        assert connection.execute(names).fetchall() == [("conference_fact_profiles",)]
        assert not installer.install(connection, installer.Options())
