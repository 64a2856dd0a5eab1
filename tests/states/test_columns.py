"""The columns that summaries read: each may be widened, and each is missed when it is gone or cannot be read."""

from __future__ import annotations

from random import Random

import pytest
from questions import check_all
from source_rows import Writer
from support import drain

pytestmark = pytest.mark.slow

TABLES = ["app", "conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]
# What a type may become without any value being lost.
WIDER = {
    "integer": ["bigint", "numeric", "double precision", "a_number"],
    "character varying": ["text", "varchar(500)", "varchar", 'text collate "C"', "a_text"],
    "jsonb": ["a_json"],
    "uuid": ["a_uuid"],
    "boolean": ["a_boolean"],
    "timestamp with time zone": ["timestamptz(6)", "a_time"],
}
DOMAINS = {"a_number": "bigint", "a_text": "text", "a_json": "jsonb", "a_uuid": "uuid", "a_boolean": "boolean",
           "a_time": "timestamptz"}  # fmt: skip


def columns(connection) -> list:
    """(table, column, type) of the source tables."""
    return connection.execute(
        "select c.relname, a.attname, format_type(a.atttypid, null) from pg_attribute a "
        "join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace "
        "and c.relname = any (%s) and a.attnum > 0 and not a.attisdropped order by 1, 2",
        [TABLES],
    ).fetchall()


@pytest.fixture
def world(connection):
    Writer(connection, Random(5)).grow(6)
    drain(connection)
    return connection


def retype(connection, table: str, column: str, wider: str) -> None:
    connection.execute(f"alter table {table} alter column {column} type {wider}")


@pytest.mark.parametrize("kind", sorted(WIDER))
def test_every_column_may_be_widened_with_connections_open(world, connect, kind):
    """Sessions from before and after the change read, change and fold the wider column."""
    for name, base in DOMAINS.items():
        world.execute(f"create domain {name} as {base}")
    # Plain statements: what a client has prepared on a source table is its own affair.
    before, writer = connect(prepare_threshold=None), Writer(connect(prepare_threshold=None), Random(1))
    check_all(before)
    writer.change()
    for table, column, now in columns(world):
        if now != kind or table == "app":
            continue
        for wider in WIDER[kind]:
            retype(world, table, column, wider)
            assert world.execute("select * from pgsummary.misfits()").fetchall() == [], (table, column, wider)
            assert world.execute("select * from pgsummary.problems()").fetchall() == [], (table, column, wider)
            # What each of these logs, who is connected writes.
            for change in ("new_conference", "new_session", "new_issue", "end_call", "replace_session_json"):
                getattr(writer, change)()
            check_all(before)
            drain(before)
        retype(world, table, column, now)
    check_all(connect())
    drain(before)
    assert before.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(before)


def test_a_duration_that_no_integer_holds_stops_nothing(world):
    retype(world, "conference", "duration", "bigint")
    world.execute("update conference set duration = 3000000000 where not ongoing")
    longest = "select max(duration) from conference_list((select id from app order by id limit 1), max_rows => 1000)"
    assert world.execute(longest).fetchone() == (2147483647,)
    drain(world)
    assert world.execute(longest).fetchone() == (2147483647,)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_each_column_that_is_read_is_missed_and_no_other(world):
    """What the functions fail on, problems() says before anybody asks them."""
    for table, column, _ in columns(world):
        world.execute(f'alter table {table} rename column "{column}" to gone')
        failing = world.execute("select * from pgsummary.misfits()").fetchall()
        if table == "app":
            failing = column in ("id", "is_active")
        said = world.execute("select code, object, is_fatal from pgsummary.problems()").fetchall()
        expected = [("SM003", f"public.{table}.{column}", False)] if failing else []
        assert said == expected, (table, column, failing)
        if failing:
            health = world.execute("select pg_summary_health() -> 'problems' -> 0 ->> 'message'").fetchone()[0]
            assert health == f"column public.{table}.{column} does not exist"
            assert world.execute("select problems from pgsummary.status").fetchone() == (1,)
            assert world.execute("select kind, problem from pgsummary.verify()").fetchall() == [("state", health)]
        world.execute(f'alter table {table} rename column gone to "{column}"')
    check_all(world)


@pytest.mark.parametrize(("table", "column", "kind"), [
    ("app_session", "geo_ip", "text"), ("conference", "duration", "text"), ("app_issue", "data", "json"),
    ("app_connection", "is_active", "text"),
])  # fmt: skip
def test_a_type_that_cannot_be_read_is_said(world, table, column, kind):
    if column == "duration":
        world.execute("alter table conference drop constraint conference_duration_check")
    world.execute(f"alter table {table} alter column {column} type {kind} using {column}::text::{kind}")
    message = world.execute("select pg_summary_health() -> 'problems' -> 0 ->> 'message'").fetchone()[0]
    assert message == f"column public.{table}.{column} is of type {kind}, which summaries cannot read"
    assert world.execute("select * from pgsummary.misfits()").fetchall() != []
