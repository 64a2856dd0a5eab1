"""Two and three sessions at once. Each test names the anomaly it looks for; nothing here sleeps to be lucky: who must
not wait has a lock timeout, who must wait is awaited in pg_stat_activity.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from random import Random

import psycopg
import pytest
from oracle import Oracle, read_source
from questions import ask, check_all
from source_rows import APPS, Writer
from support import drain, wait_until

APP = APPS[0]
# Where a refresh can be made to stand still: it writes all of these, and neither writers nor readers do.
STOPS = [
    "conference_fact", "session_fact", "connection_fact", "issue_fact", "rollup_day", "rollup_quarter_hour", "term",
    "profile", "state",
]  # fmt: skip

# TRUNCATE locks whole tables for itself.
ANYTHING = [k for k in Writer.GROW + Writer.CHANGE if k != "truncate"]
# What a second writer can do beside one that only adds rows, without waiting for it in the source tables.
ADDITIONS = [k for k in Writer.GROW if k != "link"]
BESIDE_ADDITIONS = [k for k in ANYTHING if k not in ("delete_conference", "change_key")]


def never_waits(connection) -> psycopg.Connection:
    """The same connection, which fails rather than wait for a lock."""
    connection.execute("set lock_timeout = '50ms'")
    return connection


def waits_for_lock(observer, pid) -> None:
    wait_until(observer, "select exists (select from pg_locks where pid = %s and not granted)", pid)


class Background:
    """A statement on its own connection in a thread, with its outcome."""

    def __init__(self, connection, statement):
        self.connection = connection
        self.pid = connection.info.backend_pid
        self.result = self.error = None
        self.thread = threading.Thread(target=self._run, args=(statement,))
        self.thread.start()

    def _run(self, statement):
        try:
            self.result = self.connection.execute(statement).fetchall()
        except psycopg.Error as error:
            self.error = error

    def join(self):
        self.thread.join(60)
        assert not self.thread.is_alive()
        if self.error:
            raise self.error
        return self.result


def write_everywhere(connection, seed=1, changes=40, kinds=ANYTHING) -> None:
    """Every kind of change once, then random ones; each a transaction of its own on a connection in autocommit."""
    writer = Writer(connection, Random(seed))
    for kind in [*kinds, *(writer.random.choice(kinds) for _ in range(changes))]:
        with connection.transaction() if connection.autocommit else nullcontext():
            getattr(writer, kind)()


@contextmanager
def stopped_refresh(connect, table):
    """A refresh that stops before it writes one of our tables, until the block ends."""
    holder, observer = connect(autocommit=False), connect()
    holder.execute(f"lock table pgsummary.{table} in share mode")
    refresh = Background(connect(), "select folded, changes_left from pgsummary.refresh(100000)")
    waits_for_lock(observer, refresh.pid)
    try:
        yield refresh
    finally:
        holder.rollback()
        refresh.thread.join(60)


def exact(connection) -> None:
    """Every answer is exact at one snapshot, and once all is folded still, with facts and rollups in order."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        check_all(connection)
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(connection)


def test_a_refresher_waits_for_no_writer(connect, world):
    writer = connect(autocommit=False)
    write_everywhere(writer)
    refresher = never_waits(connect())
    refresher.execute("select from pgsummary.refresh(100000)")
    writer.commit()
    exact(world)


def test_a_writer_waits_for_no_refresher(connect, world):
    write_everywhere(world)
    refresher = connect(autocommit=False)
    refresher.execute("select from pgsummary.refresh(100000)")
    writer = never_waits(connect())
    write_everywhere(writer, seed=2)
    refresher.commit()
    exact(world)


def test_two_writers_on_one_conference_do_not_wait_for_each_other(connect, world):
    first, second = never_waits(connect(autocommit=False)), never_waits(connect(autocommit=False))
    session, other = [r[0] for r in world.execute("select id from app_session order by id limit 2")]
    conference = world.execute("select conference_id from app_session where id = %s", [session]).fetchone()[0]
    for n, writer in enumerate([first, second]):
        ids = Writer(writer, Random(n))
        writer.execute(
            "insert into app_issue (id, session_id, conference_id, type, code, created_at, is_active) "
            "values (%s, %s, %s, 'e', 'ice_failed', now(), true)", [ids.new_id(), session, conference],
        )  # fmt: skip
        writer.execute(
            "insert into app_connection (id, session_id, conference_id, participant_id, peer_id, type, created_at, "
            "is_active, state, duration) select %s, id, conference_id, participant_id, participant_id, 'r', now(), true, "
            "'new', 0 from app_session where id = %s", [ids.new_id(), session],
        )  # fmt: skip
        writer.execute(
            "update app_session set conference_id = %s, platform = '{}' where id = %s",
            [conference, [session, other][n]],
        )
    first.commit()
    second.commit()
    exact(world)


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read", "serializable"])
def test_a_reader_waits_for_no_refresher_and_sees_one_snapshot(connect, world, isolation):
    write_everywhere(world)
    reader = never_waits(connect(autocommit=False))
    reader.execute(f"set transaction isolation level {isolation}")
    refresher = connect(autocommit=False)
    refresher.execute("select from pgsummary.refresh(7)")
    check_all(reader)
    refresher.execute("select from pgsummary.refresh(100000)")
    check_all(reader)
    refresher.commit()
    check_all(reader)
    reader.commit()
    check_all(reader)


def test_an_old_snapshot_stays_exact_while_others_write_and_fold(connect, world):
    write_everywhere(world)
    reader = connect(autocommit=False)
    reader.execute("set transaction isolation level repeatable read")
    before = read_source(reader)
    for seed in range(3, 6):
        write_everywhere(world, seed)
        drain(world, batch_size=25)
        check_all(reader)
    assert read_source(reader) == before
    reader.rollback()
    exact(world)


def test_a_second_refresh_says_that_one_is_running(connect, world):
    write_everywhere(world)
    first, second = connect(autocommit=False), never_waits(connect())
    first.execute("select from pgsummary.refresh(5)")
    with pytest.raises(psycopg.Error) as caught:
        second.execute("select from pgsummary.refresh()")
    assert caught.value.sqlstate == "SM001"
    assert caught.value.diag.message_primary.startswith("refresh: another refresh")
    assert caught.value.diag.message_hint
    first.commit()
    second.execute("select from pgsummary.refresh()")
    exact(world)


def test_a_change_that_was_logged_before_and_committed_after_a_refresh_is_not_lost(connect, world):
    slow = connect(autocommit=False)
    write_everywhere(slow, kinds=ADDITIONS)
    write_everywhere(world, seed=2, kinds=BESIDE_ADDITIONS)
    drain(world)
    with world.transaction():
        check_all(world)
    slow.commit()
    exact(world)


def test_a_change_that_is_rolled_back_leaves_nothing(connect, world):
    slow = connect(autocommit=False)
    write_everywhere(slow)
    check_all(slow)
    drain(world)
    slow.rollback()
    assert world.execute("select count(*) from pgsummary.change_log").fetchone() == (0,)
    exact(world)


def test_a_refresh_that_is_rolled_back_changes_nothing(connect, world):
    write_everywhere(world)
    logged = "select count(*) from pgsummary.change_log"
    before = world.execute(logged).fetchone()
    refresher = connect(autocommit=False)
    refresher.execute("select from pgsummary.refresh(100000)")
    refresher.rollback()
    assert world.execute(logged).fetchone() == before
    exact(world)


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_a_refresh_at_a_stricter_isolation_folds_or_refuses(connect, world, isolation):
    write_everywhere(world)
    refresher = connect(autocommit=False)
    refresher.execute(f"set transaction isolation level {isolation}")
    refresher.execute("select 1 from conference limit 1")
    write_everywhere(world, seed=2)
    try:
        refresher.execute("select from pgsummary.refresh(100000)")
        refresher.commit()
    except psycopg.errors.SerializationFailure:
        refresher.rollback()
    exact(world)


@pytest.mark.parametrize("table", STOPS)
def test_what_commits_in_the_middle_of_a_refresh_is_neither_lost_nor_counted_twice(connect, world, table):
    write_everywhere(world)
    slow = connect(autocommit=False)
    write_everywhere(slow, seed=2, changes=5, kinds=ADDITIONS)
    with stopped_refresh(connect, table) as refresh:
        writer, reader = never_waits(connect()), never_waits(connect())
        write_everywhere(writer, seed=3, kinds=BESIDE_ADDITIONS)
        slow.commit()
        write_everywhere(writer, seed=4)
        with reader.transaction():
            reader.execute("set transaction isolation level repeatable read")
            check_all(reader)
    refresh.join()
    exact(world)


@pytest.mark.parametrize("table", STOPS)
def test_a_refresher_that_dies_loses_nothing(connect, world, table):
    write_everywhere(world)
    with stopped_refresh(connect, table) as refresh:
        assert world.execute("select pg_terminate_backend(%s)", [refresh.pid]).fetchone()[0]
        wait_until(world, "select not exists (select from pg_stat_activity where pid = %s)", refresh.pid)
    with pytest.raises(psycopg.OperationalError):
        refresh.join()
    exact(world)


def test_a_truncate_during_a_refresh(connect, world):
    """TRUNCATE waits until the refresh releases the table, never forever, and nothing of it is missed."""
    write_everywhere(world)
    with stopped_refresh(connect, "rollup_day") as refresh:
        truncate = Background(connect(), "truncate app_issue, app_connection")
        waits_for_lock(world, truncate.pid)
    refresh.join()
    truncate.thread.join(60)
    world.execute("select 1")
    assert world.execute("select count(*) from app_issue").fetchone() == (0,)
    exact(world)


def test_the_answers_are_exact_in_the_middle_of_a_backfill(connect, world):
    world.execute("select pgsummary.mark_everything()")
    left = True
    while left:
        left = world.execute("select changes_left from pgsummary.refresh(10)").fetchone()[0]
        check_all(world)
        Writer(world, Random(8)).new_issue()
        if world.execute("select count(*) from pgsummary.change_log").fetchone()[0] < 5:
            break
    exact(world)


def test_an_answer_within_a_writers_own_transaction(connect, world):
    writer = connect(autocommit=False)
    for seed in range(4):
        write_everywhere(writer, seed, changes=5)
        writer.execute("savepoint half")
        write_everywhere(writer, seed + 10, changes=5)
        check_all(writer)
        if seed % 2:
            writer.execute("rollback to half")
        check_all(writer)
    oracle = Oracle(read_source(world))
    assert ask(world, "session_summary", app_id=APP) == oracle.session_summary(APP)
    writer.commit()
    exact(world)
