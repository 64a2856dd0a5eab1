"""A hot standby answers every question exactly, for what it has replayed, and none of its queries is cancelled."""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import pytest
from archived import Archive, delete_closed
from crowd import Crowd, ask, refresh, write, write_transaction
from oracle import Oracle, read_source
from program import pg_summary
from psycopg.conninfo import make_conninfo
from questions import check, check_all
from source_rows import APPS, Writer
from support import drain, install, open_connection, wait_until

pytestmark = pytest.mark.slow

CLOSED = date(2026, 3, 9)
SECONDS = float(os.environ.get("PG_SUMMARY_CROWD_SECONDS", "4"))
# With the feedback no row is removed that a snapshot of the standby still sees. The delay is for the moment in which a
# query holds a page that a vacuum had cleaned up; a snapshot that is older than that would be cancelled without feedback.
STANDBY = {"hot_standby_feedback": "on", "wal_receiver_status_interval": "1s", "max_standby_streaming_delay": "2s"}


@pytest.fixture
def pair(start, source):
    """A primary with pg-summary and a small world, and its standby."""
    primary = source()
    install(primary.dsn())
    with open_connection(primary.dsn()) as connection:
        Writer(connection, Random(3)).grow(8)
        drain(connection)
        connection.execute("select pgsummary.refresh_views('0 s')")
    standby = start(standby_of=primary, **STANDBY)
    with open_connection(primary.dsn()) as connection:
        # From here on the primary keeps what the standby's snapshots may still see.
        wait_until(connection, "select count(backend_xmin) = 1 from pg_stat_replication")
    return primary, standby


def caught_up(primary, standby) -> None:
    """Waits until the standby has replayed all that the primary has written by now."""
    with open_connection(primary.dsn()) as connection:
        (written,) = connection.execute("select pg_current_wal_lsn()").fetchone()
    with open_connection(standby.dsn()) as connection:
        wait_until(connection, "select pg_last_wal_replay_lsn() >= %s", written)


def refresh_views(connection, random):
    assert connection.execute("select problem from pgsummary.refresh_views('0 s')").fetchone() == (None,)


def vacuum(connection, random):
    """Remove what nobody on the primary sees any more, which is what would cancel queries on the standby."""
    table = random.choice(["change_log", "conference_fact", "session_fact", "issue_fact", "rollup_day", "profile"])
    connection.execute(f"vacuum (truncate off) pgsummary.{table}")
    connection.execute("vacuum (truncate off) app_issue, app_session, conference")


def test_exact_while_the_primary_writes_refreshes_and_vacuums(pair):
    primary, standby = pair

    def on_primary():
        return open_connection(primary.dsn())

    patient = open_connection(standby.dsn(), autocommit=False)
    patient.execute("set transaction isolation level repeatable read, read only")
    oracle = Oracle(read_source(patient))
    with Crowd() as crowd:
        crowd.add(ask, lambda: open_connection(standby.dsn()), 2)
        for act in (write, write_transaction, refresh, vacuum):
            crowd.add(act, on_primary)
        crowd.wait(SECONDS)
    assert min(crowd.counts[act.__name__] for act in (write, refresh, vacuum, ask)) > 2, crowd.counts
    caught_up(primary, standby)
    # Long after, in the snapshot of the beginning.
    for app in APPS:
        check(patient, oracle, "dashboard_summary", app_id=app, browser="Chrome")
    patient.close()
    with open_connection(standby.dsn(), autocommit=False) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        check_all(connection)
        (cancelled,) = connection.execute(
            "select sum(confl_tablespace + confl_lock + confl_snapshot + confl_bufferpin + confl_deadlock)::int "
            "from pg_stat_database_conflicts"
        ).fetchone()
    assert cancelled == 0


def test_the_program_on_a_standby(pair, valkey):
    primary, standby = pair
    caught_up(primary, standby)
    app = ("--app", "app 0", "--json")
    for chart in ("conference-summary", "session-summary"):
        there, here = (pg_summary("show", chart, *app, dsn=server.dsn()) for server in (standby, primary))
        assert here.code == 0 and there == here
    assert pg_summary("status", dsn=standby.dsn()).code == 0
    with open_connection(standby.dsn()) as connection:
        for view in ("conference_daily", "session_daily", "connection_daily", "issue_daily", "status", "size"):
            assert connection.execute(f"select count(*) from pgsummary.{view}").fetchone()[0], view
    for isolation in ("read committed", "serializable"):
        options = f"-c default_transaction_isolation={isolation}".replace("read c", "read\\ c")
        dsn = make_conninfo(standby.dsn(), options=options)
        verified = pg_summary("verify", dsn=dsn)
        assert verified.code == 0 and "0 problems" in verified.err, verified
        assert pg_summary("show", "issue-summary", *app, dsn=dsn).code == 0
        assert pg_summary("status", dsn=dsn).code == 0
        warmed = pg_summary("warm", "--redis-url", valkey.url, dsn=dsn)
        assert warmed.code == 0, warmed
    refused = pg_summary("verify", "--repair", dsn=standby.dsn())
    assert refused.code == 1 and "standby" in refused.err
    for command in ("install", "refresh", "uninstall"):
        refused = pg_summary(command, *(["--yes"] if command == "uninstall" else []), dsn=standby.dsn())
        assert refused.code == 1 and "standby" in refused.err, (command, refused)


def test_a_promoted_standby_goes_on(pair):
    """The primary is lost in the middle of its work; nothing that the standby had received is counted wrong."""
    primary, standby = pair
    with Crowd(mortal=True) as crowd:
        crowd.add(write, lambda: open_connection(primary.dsn()), 2)
        crowd.add(refresh, lambda: open_connection(primary.dsn()))
        crowd.wait(1)
        primary.kill()
        with open_connection(standby.dsn()) as connection:
            connection.execute("select pg_promote()")
    with open_connection(standby.dsn()) as connection:
        check_all(connection)
        for _ in range(20):
            write(connection, Random())
        check_all(connection)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)


def test_a_standby_has_the_identity_of_its_primary_also_when_it_is_promoted(pair):
    """So that those who ask it find what was cached of the primary."""
    primary, standby = pair
    with open_connection(primary.dsn()) as connection:
        identity = connection.execute("select pg_summary_identity()").fetchone()[0]
    with open_connection(standby.dsn()) as connection:
        assert connection.execute("select pg_summary_identity()").fetchone()[0] == identity
        connection.execute("select pg_promote()")
        wait_until(connection, "select not pg_is_in_recovery()")
        assert connection.execute("select pg_summary_identity()").fetchone()[0] == identity


def test_closed_days_on_a_standby(pair):
    """They arrive with the rest, answer when their rows are gone, and go on when the standby is promoted."""
    primary, standby = pair
    archive = Archive()
    with open_connection(primary.dsn()) as connection:
        Writer(connection, Random(4)).grow(20)
        drain(connection)
        archive.close(connection, CLOSED)
        connection.execute("select from pgsummary.archive_day(%s)", [CLOSED])
        delete_closed(connection, archive)
    assert archive.rows["conferences"]
    caught_up(primary, standby)
    with open_connection(standby.dsn()) as connection:
        check_all(connection, archive.oracle(connection))
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    refused = pg_summary("archive", "--keep", "7d", dsn=standby.dsn())
    assert refused.code == 1 and "standby" in refused.err, refused
    with open_connection(standby.dsn()) as connection:
        connection.execute("select pg_promote()")
        wait_until(connection, "select not pg_is_in_recovery()")
        Writer(connection, Random(5)).grow(4)
        check_all(connection, archive.oracle(connection))
        drain(connection)
        later = CLOSED + timedelta(days=30)
        archive.close(connection, later)
        connection.execute("select from pgsummary.archive_day(%s)", [later])
        check_all(connection, archive.oracle(connection))
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
