"""Archives beside writers, refreshes and readers, a server that is killed in the middle, a dump that is restored, and a
database whose rows are all gone. Nothing here sleeps: who must wait is awaited in pg_locks.
"""

from __future__ import annotations

import subprocess
import threading
from datetime import date, datetime, time, timedelta
from random import Random

import psycopg
import pytest
from archived import Archive, delete_closed
from questions import ask, check, check_all, random_question
from source_rows import ANCHORS, APPS, UTC, Writer
from support import SETTINGS, bindir, client_program, drain, install, open_connection, wait_until

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema

DAY = date(2026, 3, 9)
STOPS = [
    "archived_day",
    "segmented_day",
    "rollup_segment",
    "conference_fact",
    "issue_fact",
    "rollup_quarter_hour",
    "state",
]


def world(connection, seed="world", conferences=25) -> None:
    connection.execute("update pgsummary.state set busy_day_sessions = 4")
    Writer(connection, Random(seed)).grow(conferences)
    drain(connection)


def close(connection, archive: Archive, day: date = DAY) -> None:
    drain(connection)
    archive.close(connection, day)
    connection.execute("select from pgsummary.archive_day(%s)", [day])


def exact(connection, archive: Archive, seed=1) -> None:
    """Answers are right, before and after all is folded, and verify finds nothing."""
    for _ in range(2):
        oracle, random = archive.oracle(connection), Random(seed)
        check_all(connection, oracle)
        for _ in range(30):
            name, parameters = random_question(random, oracle)
            check(connection, oracle, name, **parameters)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []


def delete_everything(connection) -> None:
    with connection.transaction():
        for table in (
            "app_issue", "app_connection", "app_session", "participant_conferences", "conference", "participant",
        ):  # fmt: skip
            connection.execute(f"delete from {table}")


def test_a_writer_waits_for_no_archive_and_comes_too_late(connect):
    connection, archive = connect(), Archive()
    world(connection)
    closer, writer = connect(autocommit=False), connect()
    archive.close(connection, DAY)
    closer.execute("select from pgsummary.archive_day(%s)", [DAY])
    writer.execute("set lock_timeout = '50ms'")
    Writer(writer, Random("late"), anchors=[ANCHORS[0]]).grow(5)
    closer.commit()
    exact(connection, archive)


def test_an_archive_waits_for_no_writer(connect):
    connection, archive = connect(), Archive()
    world(connection)
    writer, closer = connect(autocommit=False), connect()
    Writer(writer, Random("open"), anchors=[ANCHORS[0], ANCHORS[-1]]).grow(5)
    archive.close(connection, DAY)
    closer.execute("set lock_timeout = '50ms'")
    closer.execute("select from pgsummary.archive_day(%s)", [DAY])
    writer.commit()
    exact(connection, archive)


def test_a_refresh_and_an_archive_leave_each_other_the_way(connect):
    connection = connect()
    world(connection)
    holder, other = connect(autocommit=False), connect()
    holder.execute("select from pgsummary.archive_day(%s)", [DAY])
    with pytest.raises(psycopg.Error) as refused:
        other.execute("select from pgsummary.refresh()")
    assert refused.value.sqlstate == "SM001"
    holder.rollback()
    holder.execute("select from pgsummary.refresh()")
    for statement in ("select from pgsummary.archive_day('2026-03-09')", "select pgsummary.reopen_days('2020-01-01')"):
        with pytest.raises(psycopg.Error) as refused:
            other.execute(statement)
        assert refused.value.sqlstate == ("SM001" if "archive" in statement else "22023")


def test_what_is_not_folded_is_not_archived(connect):
    connection = connect()
    world(connection)
    days = {"old": ANCHORS[0], "young": ANCHORS[-1] + timedelta(days=40)}
    for name, at in days.items():
        connection.execute(
            "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
            "values (md5(%(n)s)::uuid, %(n)s, false, 1, %(at)s, true, %(app)s)", {"n": name, "at": at, "app": APPS[0]},
        )  # fmt: skip
        if name == "young":
            connection.execute("select from pgsummary.archive_day(%s)", [DAY])
            break
        with pytest.raises(psycopg.Error) as refused:
            connection.execute("select from pgsummary.archive_day(%s)", [DAY])
        assert refused.value.sqlstate == "SM010"
        drain(connection)
    connection.execute("select pgsummary.mark_everything()")
    with pytest.raises(psycopg.Error) as refused:
        connection.execute("select from pgsummary.archive_day(%s)", [DAY + timedelta(days=1)])
    assert refused.value.sqlstate == "SM010"


def test_days_that_may_not_be_over(connection):
    for day in ("current_date - 7", "current_date + 1", "null::date", "'infinity'::date", "'-infinity'::date"):
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(f"set timezone = 'UTC'; select from pgsummary.archive_day({day})")
        assert refused.value.sqlstate == "22023", day
    connection.execute("select from pgsummary.archive_day((now() at time zone 'UTC')::date - 8)")
    with pytest.raises(psycopg.Error) as refused:
        connection.execute("select from pgsummary.archive_day((now() at time zone 'UTC')::date - 8)")
    assert refused.value.sqlstate == "22023"


def test_what_hangs_on_a_closed_row_while_it_changes_is_counted(connect):
    """The change of a closed session looks past an issue that another transaction has not committed yet."""
    connection, archive = connect(), Archive()
    world(connection)
    ids = {"c": "md5('room')::uuid", "p": "md5('p')::uuid", "s": "md5('s')::uuid", "i": "md5('i')::uuid"}
    at = ANCHORS[0].isoformat()
    connection.execute(
        f"insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) values ({ids['c']}, "
        f"'room', false, 1, '{at}', true, '{APPS[0]}'); insert into participant (id, participant_id, is_sfu, created_at, "
        f"is_active, app_id) values ({ids['p']}, 'p', false, now(), true, '{APPS[0]}'); insert into app_session (id, "
        f"conference_id, participant_id, platform, created_at, is_active, duration) values ({ids['s']}, {ids['c']}, "
        f'{ids["p"]}, \'{{"browser": {{"name": "Chrome"}}}}\', \'{at}\', true, 0)'
    )
    close(connection, archive)
    changer, other = connect(autocommit=False), connect()
    changer.execute(f'update app_session set platform = \'{{"browser": {{"name": "Firefox"}}}}\' where id = {ids["s"]}')
    other.execute(
        f"insert into app_issue (id, session_id, conference_id, type, code, created_at, is_active) values ({ids['i']}, "
        f"{ids['s']}, {ids['c']}, 'e', 'ice_failed', '{ANCHORS[-1].isoformat()}'::timestamptz + interval '90 days', true)"
    )
    drain(other)
    changer.commit()
    drain(connection)
    exact(connection, archive)


def test_changes_of_closed_rows_cost_readers_nothing(connect):
    connection, archive = connect(), Archive()
    world(connection)
    close(connection, archive)
    before = connection.execute("select backlog, ignored_changes from pgsummary.status").fetchone()
    connection.execute("update app_session set app_version = 'x' where created_at < pgsummary.archived_before()")
    changed = connection.execute("select count(*) from pgsummary.change_log").fetchone()[0]
    connection.execute(
        "update conference set duration = duration + 1 where created_at < pgsummary.archived_before() "
        "and not exists (select from app_session s where s.conference_id = conference.id and s.created_at >= "
        "pgsummary.archived_before())"
    )
    ignored = connection.execute(
        "select count(*) from pgsummary.change_log where closed_before is not null"
    ).fetchone()[0]
    assert changed > 0 and ignored > 0
    open_changes = connection.execute("select count(*) from pgsummary.backlog()").fetchone()[0]
    status = connection.execute("select backlog, ignored_changes from pgsummary.status").fetchone()
    assert status == (open_changes, before[1])
    exact(connection, archive)
    assert connection.execute("select backlog, ignored_changes from pgsummary.status").fetchone() == (
        0,
        before[1] + ignored,
    )
    assert connection.execute("select count(*) from pgsummary.change_log").fetchone() == (0,)


def test_a_database_whose_rows_are_all_gone_answers(connect):
    connection, archive = connect(), Archive()
    world(connection, conferences=60)
    close(connection, archive, ANCHORS[-1].date() + timedelta(days=200))
    delete_everything(connection)
    assert len(archive.rows["conferences"]) > 40
    exact(connection, archive)
    with connection.transaction():
        connection.execute(
            "truncate conference, participant, participant_conferences, app_session, app_connection, app_issue"
        )
    exact(connection, archive)


def test_a_dump_and_a_restore_keep_closed_days(server, connect, database):
    connection, archive = connect(), Archive()
    world(connection)
    close(connection, archive)
    delete_closed(connection, archive)
    dump = subprocess.run([client_program(server, "pg_dump"), database], stdout=subprocess.PIPE, check=True).stdout
    server.create_database("restored")
    try:
        psql = [client_program(server, "psql"), "-q", "-v", "ON_ERROR_STOP=1", server.dsn("restored")]
        subprocess.run(psql, input=dump, stdout=subprocess.DEVNULL, check=True)
        with open_connection(server.dsn("restored")) as restored:
            exact(restored, archive)
            Writer(restored, Random("after")).change_issue()
            exact(restored, archive)
    finally:
        server.drop_database("restored")


def test_an_install_again_and_a_refold_keep_closed_days(connect, database):
    connection, archive = connect(), Archive()
    world(connection)
    close(connection, archive)
    delete_closed(connection, archive)
    connection.execute("drop function pgsummary.read_issues(uuid[])")
    install(database)
    exact(connection, archive)
    connection.execute("select pgsummary.reset()")
    exact(connection, archive)
    connection.execute("select pgsummary.repair()")
    exact(connection, archive)


def tampered(connection, statement) -> list:
    connection.execute("begin")
    assert connection.execute(statement).rowcount > 0, statement
    found = connection.execute("select kind from pgsummary.verify()").fetchall()
    connection.execute("rollback")
    return sorted({kind for (kind,) in found})


def test_verify_finds_a_closed_day_that_was_tampered_with(connect):
    connection, archive = connect(), Archive()
    world(connection)
    close(connection, archive)
    closed = "where day < (select archived_before from pgsummary.state)"
    for statement in (
        f"update pgsummary.rollup_segment set counts[1] = counts[1] + 1 {closed}",
        f"delete from pgsummary.rollup_segment {closed}",
        f"update pgsummary.rollup_time set running[5] = running[5] + 1 {closed}",
        f"delete from pgsummary.segmented_day {closed}",
        f"update pgsummary.archived_day set sessions = sessions[2:] {closed} and sessions <> '{{}}'",
        f"update pgsummary.archived_day set issues[1] = null {closed} and issues <> '{{}}'",
        f"delete from pgsummary.archived_day {closed}",
        f"delete from pgsummary.rollup_day {closed}",
    ):
        assert "archived_day" in tampered(connection, statement), statement
    # In another order, and a value in two parts: the same numbers.
    repacked = (
        "update pgsummary.rollup_segment set (measures, vals, counts) = "
        f"(measures || measures[1], vals || vals[1], array[counts[1] - 1] || counts[2:] || 1) {closed}"
    )
    assert tampered(connection, repacked) == []


@pytest.fixture(scope="module")
def mortal(request):
    """A server of its own, which remembers every commit."""
    with Server(bindir=bindir(request.config), settings={**SETTINGS, "synchronous_commit": "on"}) as server:
        with open_connection(server.dsn()) as connection:
            create_source_schema(connection)
        install(server.dsn())
        with open_connection(server.dsn()) as connection:
            world(connection)
        yield server


@pytest.mark.parametrize("table", STOPS)
def test_a_server_killed_in_the_middle_has_closed_the_day_or_not(mortal, table):
    with open_connection(mortal.dsn()) as connection:
        before = connection.execute("select archived_before from pgsummary.state").fetchone()
        days = connection.execute("select count(*) from pgsummary.archived_day").fetchone()
        (day,) = connection.execute(
            "select min((f.created_at at time zone 'UTC')::date) from pgsummary.conference_fact f "
            "join pgsummary.issue_fact i on i.created_at::date = f.created_at::date"
        ).fetchone()
    holder, closer, observer = (open_connection(mortal.dsn()) for _ in range(3))
    holder.execute("begin")
    holder.execute(f"lock table pgsummary.{table} in share mode")

    def run():
        with pytest.raises(psycopg.OperationalError):
            closer.execute("select from pgsummary.archive_day(%s)", [day])

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(observer, "select exists (select from pg_locks where pid = %s and not granted)", closer.info.backend_pid)
    mortal.kill()
    thread.join(60)
    for opened in (holder, closer, observer):
        opened.close()
    mortal.start()
    with open_connection(mortal.dsn()) as connection:
        assert connection.execute("select archived_before from pgsummary.state").fetchone() == before
        assert connection.execute("select count(*) from pgsummary.archived_day").fetchone() == days
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        connection.execute("select from pgsummary.archive_day(%s)", [day])
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []


def test_concurrent_writers_and_refreshes(connect):
    """Writers and a refresher go on while day after day is archived: each day keeps the numbers it had when it was archived."""
    connection = connect()
    world(connection, conferences=40)
    days = [a.date() for a in sorted(ANCHORS)[:4]]
    stop = threading.Event()
    errors: list[BaseException] = []

    def write(seed):
        try:
            with open_connection(connection.info.dsn, autocommit=True) as own:
                writer = Writer(own, Random(seed), anchors=[ANCHORS[-1] + timedelta(days=100)])
                while not stop.wait(0.02):
                    with own.transaction():
                        getattr(writer, writer.random.choice(["new_conference", "new_session", "new_connection"]))()
        except psycopg.Error as error:
            errors.append(error)

    def refresh():
        try:
            with open_connection(connection.info.dsn) as own:
                while not stop.wait(0.02):
                    try:
                        own.execute("select from pgsummary.refresh(50)")
                    except psycopg.Error as error:
                        assert error.sqlstate == "SM001"
        except BaseException as error:
            errors.append(error)

    def asked(day):
        until = datetime.combine(day, time(23, 59, 59), UTC)
        body = ask(connection, "dashboard_summary", app_id=APPS[0], created_at_lte=until)
        return {name: chart for name, chart in body.items() if name != "archived_before"}

    threads = [threading.Thread(target=write, args=(n,)) for n in range(2)] + [threading.Thread(target=refresh)]
    closed = {}
    for thread in threads:
        thread.start()
    try:
        for day in days:
            while True:
                try:
                    connection.execute("select from pgsummary.archive_day(%s)", [day])
                    break
                except psycopg.Error as error:
                    assert error.sqlstate in ("SM001", "SM010")
            closed[day] = asked(day)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert errors == []
    drain(connection)
    assert {day: asked(day) for day in days} == closed
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
