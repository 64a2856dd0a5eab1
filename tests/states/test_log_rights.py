"""A change that is made while the triggers may not append to the log leaves no trace: the state is said with the way
out while it lasts, and everything is compared once it is over.
"""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from log_rights import BROKEN, HAND_OVER
from program import pg_summary
from questions import check_all
from source_rows import APPS, Writer
from support import drain

pytestmark = pytest.mark.slow

ASK = f"select * from conference_summary('{APPS[0]}')"
CHANGE = "update conference set duration = 2147483647 - duration"
GRANTABLE = [state for state in BROKEN if state not in ("no log", "another name", "another schema")]


@pytest.fixture
def world(connection):
    """A folded database of a role that is not a superuser; yields a connection."""
    Writer(connection, Random(5)).grow(12)
    connection.execute("set lock_timeout = '5s'")
    connection.execute(HAND_OVER)
    drain(connection)
    check_all(connection)
    return connection


def problems(connection) -> list:
    health = connection.execute("select pg_summary_health() -> 'problems'").fetchone()[0]
    found = connection.execute("select code, message, hint from pgsummary.problems() order by code, message").fetchall()
    assert sorted((p["code"], p["message"], p["hint"]) for p in health) == found
    return found


def give_back(connection, database) -> None:
    """Do what the hints say until nothing is left to do."""
    for _ in range(10):
        hints = [hint for code, _, hint in problems(connection) if code in ("SM009", "SM005")]
        if not hints:
            return
        if hints[0].startswith("Run: "):
            connection.execute(hints[0][5:])
        else:
            assert "pg-summary install" in hints[0], hints
            assert pg_summary("install", dsn=database).code == 0
    raise AssertionError(problems(connection))


def check_mended(connection) -> None:
    check_all(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    assert problems(connection) == []


@pytest.mark.parametrize("state", BROKEN)
def test_it_is_said_while_it_lasts_and_everything_is_compared_afterwards(world, database, state):
    world.execute(BROKEN[state])
    world.execute(CHANGE)
    assert problems(world) != [] and all(hint for _, _, hint in problems(world))
    with pytest.raises(psycopg.Error) as caught:
        if state == "functions of another owner":
            # Whose answers look at no function: the next refresh tells them.
            world.execute("select pgsummary.refresh()")
        world.execute(ASK)
    assert caught.value.sqlstate in ("SM009", "SM005", "42501"), caught.value
    for command in ("status", "refresh", "verify"):
        result = pg_summary(command, dsn=database)
        assert result.code in (1, 3), (command, result)
        said = result.out + result.err
        ways_out = ("Run: GRANT", "Run: ALTER TABLE", "pg-summary install", "pg-summary status, run by")
        assert any(way in said for way in ways_out), (command, result)
    give_back(world, database)
    drain(world)
    drain(world)
    check_mended(world)
    world.execute(CHANGE)
    check_all(world)


@pytest.mark.parametrize("state", ["tables of another owner", "schema of another owner"])
def test_owners_that_were_changed_and_changed_back_are_noticed_by_the_next_answer(world, state):
    """Nobody called a function meanwhile."""
    world.execute(BROKEN[state])
    world.execute(CHANGE)
    world.execute(HAND_OVER)
    with pytest.raises(psycopg.Error) as caught:
        world.execute(ASK)
    assert caught.value.sqlstate == "SM006" and "changes may have been missed" in str(caught.value)
    assert "pg-summary refresh" in caught.value.diag.message_hint
    drain(world)
    check_mended(world)


def test_functions_whose_owner_was_changed_and_changed_back_are_noticed_by_the_next_refresh(world):
    world.execute(BROKEN["functions of another owner"])
    world.execute(CHANGE)
    world.execute(HAND_OVER)
    assert [code for code, _, _ in problems(world)] == ["SM006"]
    drain(world)
    check_mended(world)


@pytest.mark.parametrize("state", GRANTABLE)
def test_a_refresh_in_between_needs_no_trace(world, database, state):
    world.execute(BROKEN[state])
    try:
        drain(world)
    except psycopg.Error as error:
        assert error.sqlstate in ("SM009", "42501")
    world.execute(CHANGE)
    give_back(world, database)
    drain(world)
    check_mended(world)


def test_who_marks_everything_is_answered(world):
    world.execute(BROKEN["tables of another owner"])
    world.execute(CHANGE)
    world.execute(HAND_OVER)
    world.execute("select pgsummary.mark_everything()")
    check_all(world)
    drain(world)
    check_mended(world)


def test_a_writer_from_before_is_waited_for(world, connect):
    """It wrote while the rights were missing, and commits after they are back."""
    late = connect(autocommit=False)
    world.execute(BROKEN["schema of another owner"])
    late.execute("update app_session set app_version = 'late'")
    world.execute("alter schema pgsummary owner to log_owner")
    world.execute("select pgsummary.refresh()")
    with pytest.raises(psycopg.Error) as caught:
        world.execute(ASK)
    assert caught.value.sqlstate == "SM006" and "transactions" in caught.value.diag.message_hint
    late.commit()
    assert problems(world) != []
    drain(world)
    check_mended(world)


def test_what_others_may_read_has_nothing_compared_again(world):
    """Grants for a report, and maintenance of the log, do not count as a loss of rights."""
    for statement in [
        "grant usage on schema pgsummary to log_heir",
        "grant select on all tables in schema pgsummary to log_heir",
        "revoke select on pgsummary.change_log from log_heir",
        "vacuum full pgsummary.change_log",
        "alter function pgsummary.log_conference() cost 200",
    ]:
        world.execute(statement)
        check_mended(world)
        assert world.execute("select folded from pgsummary.refresh()").fetchone() == (0,)
        check_mended(world)
