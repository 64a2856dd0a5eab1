"""Whatever becomes of the log, its rights and its functions' owner, or of a column, no writer fails by it; and what a
trigger cannot compare is logged all the same.
"""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from log_rights import BROKEN, HAND_OVER
from questions import check_all
from source_rows import Writer
from support import drain

TABLES = ["conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]
# What each trigger is to notice: a change, a row that goes, a row that comes.
CHANGES = {
    "conference": "ongoing = not ongoing",
    "participant": "is_sfu = not is_sfu",
    "participant_conferences": "id = id",
    "app_session": "app_version = app_version || 'x'",
    "app_connection": "is_active = not is_active",
    "app_issue": "code = code || 'x'",
}
WRITABLE = "select pgsummary.log_is_writable()"
# States that a restore or a script leaves, in which the log can be written.
ODD = {
    "no start": "drop table pgsummary.backlog_start",
    "no state": "delete from pgsummary.state",
    "old rows": "insert into pgsummary.change_log (xid, kind, entity) "
    "select txid_current() + n, 'i', md5(n::text)::uuid from generate_series(-50, 50) n",
}


@pytest.fixture
def world(connection):
    """A small folded database of a role that is not a superuser; yields a connection."""
    Writer(connection, Random(3)).grow(8)
    connection.execute(HAND_OVER)
    drain(connection)
    return connection


def write(connection) -> None:
    """Updates, deletes and inserts rows of each table, and empties one."""
    for table in reversed(TABLES):
        with connection.transaction():
            connection.execute(f"create temp table kept on commit drop as select * from {table} limit 3")
            key = "id"
            assert connection.execute(f"update {table} set {CHANGES[table]}").rowcount > 0
            if table != "conference" and table != "participant":
                connection.execute(f"delete from {table} where {key} in (select {key} from kept)")
                connection.execute(f"insert into {table} select * from kept")
    with connection.transaction(force_rollback=True):
        connection.execute("truncate participant_conferences")


@pytest.mark.parametrize("state", BROKEN)
@pytest.mark.parametrize("who", ["who wrote before", "who writes first"])
def test_no_writer_fails(world, connect, state, who):
    """Neither one whose session has the old plans, nor a new one; each change is warned of."""
    writer = connect()
    if who == "who wrote before":
        write(writer)
    assert world.execute(WRITABLE).fetchone() == (True,)
    world.execute(BROKEN[state])
    warnings = []
    writer.add_notice_handler(lambda notice: warnings.append((notice.severity, notice.message_primary)))
    write(writer)
    assert world.execute(WRITABLE).fetchone() == (False,)
    assert all(severity == "WARNING" and "was not logged" in message for severity, message in warnings)
    assert {f"a change of {table}" for table in TABLES} | {"a TRUNCATE of participant_conferences"} == {
        message.split(" was ")[0].replace("pg-summary: ", "") for _, message in warnings
    }


@pytest.mark.parametrize("state", ODD)
def test_no_writer_fails_and_nothing_is_lost(world, connect, state):
    writer = connect()
    world.execute(ODD[state])
    write(writer)
    assert world.execute("select count(distinct kind) from pgsummary.change_log").fetchone()[0] >= 5
    if state == "old rows":
        check_all(world)
        drain(world)
        assert world.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(world)


def test_a_right_that_comes_back(world, connect):
    """What was written meanwhile is lost: whoever restores the right must mark everything."""
    writer = connect()
    write(writer)
    world.execute(BROKEN["no right to insert"])
    write(writer)
    world.execute("grant insert on pgsummary.change_log to log_owner")
    assert world.execute(WRITABLE).fetchone() == (True,)
    world.execute("select pgsummary.mark_everything()")
    write(writer)
    check_all(world)
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_a_full_log_is_no_case_of_it(world, connect):
    """A temporary error fails the writer, who may repeat the statement: here a lock, after the writer's lock_timeout."""
    writer, holder = connect(), connect(autocommit=False)
    writer.execute("set lock_timeout = 50")
    holder.execute("lock table pgsummary.change_log")
    for broken in (False, True):
        if broken:
            writer.execute("alter table app_session rename column app_version to release")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            writer.execute("update app_session set is_active = not is_active")
    holder.rollback()


RETYPED = [
    ("app_session", "app_version", "text"),
    ("app_connection", "type", "text"),
    ("app_issue", "type", "text"),
    ("app_issue", "code", "text"),
]


@pytest.mark.parametrize(("table", "column", "new_type"), RETYPED)
def test_a_retyped_column_while_writers_are_connected(world, connect, table, column, new_type):
    """A session that wrote before can no longer compare: each row that it updates is logged, and not everything."""
    writer = connect()
    writer.execute(f"update {table} set {CHANGES[table]}")
    drain(world)
    world.execute(f"alter table {table} alter {column} type {new_type}")
    updated = writer.execute(f"update {table} set {CHANGES[table]}").rowcount
    rows = world.execute("select kind, error, entity is null from pgsummary.change_log").fetchall()
    assert len(rows) == updated > 0
    assert {kind for kind, _, _ in rows}.isdisjoint("*")
    fallbacks = sum(error is not None for _, error, _ in rows)
    assert world.execute("select fallbacks from pgsummary.status").fetchone() == (fallbacks,)
    assert fallbacks == updated
    check_all(world)
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []
    # A new session compares as ever.
    other = connect()
    other.execute(f"update {table} set {CHANGES[table]}")
    assert world.execute("select backlog > 0, fallbacks from pgsummary.status").fetchone() == (True, 0)
    check_all(world)


@pytest.mark.parametrize("operation", ["insert", "update", "delete"])
@pytest.mark.parametrize("column", ["id", "conference_id", "code"])
def test_a_renamed_column(world, connect, column, operation):
    """Without an id that can be read everything is marked, without another column the row is."""
    writer = connect()
    writer.execute("update app_issue set is_active = not is_active")
    drain(world)
    world.execute(f"alter table app_issue rename column {column} to renamed")
    statement = {
        "insert": "insert into app_issue select (md5(i::text)::uuid), {rest} from app_issue i limit 1",
        "update": "update app_issue set is_active = not is_active where ctid in (select ctid from app_issue limit 1)",
        "delete": "delete from app_issue where ctid in (select ctid from app_issue limit 1)",
    }[operation]
    if operation == "insert":
        columns = [
            name
            for (name,) in world.execute(
                "select quote_ident(attname) from pg_attribute where attrelid = 'app_issue'::regclass and attnum > 0 "
                "and not attisdropped order by attnum"
            )
        ]
        assert columns[0] in ("id", "renamed")
        statement = statement.format(rest=", ".join(columns[1:]))
    writer.execute(statement)
    rows = world.execute("select kind, error is not null, entity is null from pgsummary.change_log").fetchall()
    if column == "code":
        assert rows == [("i", operation == "update", False)]
    else:
        assert rows == [("*", True, True)]
    world.execute(f"alter table app_issue rename column renamed to {column}")
    check_all(world)
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_a_row_costs_no_transaction_id(world):
    """Many subtransactions of one transaction would slow down everybody's snapshots."""
    (before,) = world.execute("select txid_current()").fetchone()
    assert world.execute("update app_issue set code = code || 'y'").rowcount > 10
    (after,) = world.execute("select txid_current()").fetchone()
    assert after == before + 2


def test_no_sequence_and_no_unique_key(world):
    """Nothing that a restore sets back, and nothing that a writer's append could run into."""
    assert world.execute(
        "select count(*) from pg_index where indrelid = 'pgsummary.change_log'::regclass and indisunique"
    ).fetchone() == (0,)
    assert world.execute(
        "select count(*) from pg_attribute where attrelid = 'pgsummary.change_log'::regclass and attidentity <> ''"
    ).fetchone() == (0,)
