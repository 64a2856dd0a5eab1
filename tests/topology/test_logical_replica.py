"""A summary database that subscribes to PeerMetrics databases: exact for what it has received, at any moment."""

from __future__ import annotations

import os
from datetime import date
from random import Random

import psycopg
import pytest
from archived import Archive, delete_closed
from crowd import Crowd, ask, refresh, write, write_transaction
from oracle import read_source
from partitions import BY_TIME, partition
from program import pg_summary
from questions import check_all
from replication import TABLES, publish, subscribe
from source_rows import APPS, Writer
from support import drain, open_connection, wait_until

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("PG_SUMMARY_CROWD_SECONDS", "4"))
CLOSED = date(2026, 3, 9)
PARTS = ["old", "q4", "2026_h1", "2026_h2", "rest"]
LEAVES = [f"{table}_{part}" for table in BY_TIME for part in PARTS] + [t for t in TABLES if t not in BY_TIME]
RECEIVED = "select bool_and(srsubstate = 'r') and count(*) >= 6 from pg_subscription_rel"


def connect_to(server):
    return lambda: open_connection(server.dsn())


@pytest.fixture
def summary_database(source):
    """A server with PeerMetrics' tables, empty, and pg-summary, whose triggers fire for replicated changes."""
    server = source()
    assert pg_summary("install", "--always", dsn=server.dsn()).code == 0
    return server


def caught_up(publisher, subscriber, name: str = "summaries") -> None:
    """Waits until the subscriber has copied the tables, and applied all that the publisher has written by now."""
    with open_connection(subscriber.dsn()) as connection:
        wait_until(connection, RECEIVED)
    with open_connection(publisher.dsn()) as connection:
        (written,) = connection.execute("select pg_current_wal_lsn()").fetchone()
        wait_until(
            connection,
            "select exists (select from pg_stat_replication where application_name = %s and replay_lsn >= %s)",
            name,
            written,
        )


def check_folded(subscriber) -> None:
    """Exact before the fold and after it, and nothing is drifted."""
    with open_connection(subscriber.dsn()) as connection:
        check_all(connection)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)


def rows(*servers) -> dict:
    """What the source tables of these servers hold together, in an order of its own."""
    together = {}
    for server in servers:
        with open_connection(server.dsn()) as connection:
            for table, found in read_source(connection).items():
                together[table] = sorted(together.get(table, []) + found, key=str)
    return together


def grow(server, seed: int, conferences: int = 8) -> None:
    with open_connection(server.dsn()) as connection:
        Writer(connection, Random(seed)).grow(conferences)


def test_exact_while_changes_stream_in(source, summary_database):
    """From the first copy on, through a crash and a restart of either side."""
    publisher, subscriber = source(), summary_database
    grow(publisher, 1)
    publish(publisher)
    subscribe(subscriber, publisher)
    with Crowd(mortal=True) as crowd:
        crowd.add(write, connect_to(publisher), 2)
        crowd.add(write_transaction, connect_to(publisher))
        crowd.add(refresh, connect_to(subscriber))
        crowd.add(ask, connect_to(subscriber), 2)
        for interrupt in (publisher.restart, subscriber.restart, crash(publisher), crash(subscriber), None):
            if crowd.wait(SECONDS / 4) and interrupt:
                interrupt()
    assert crowd.counts["ask"] > 2 and crowd.counts["refresh"] > 2 and crowd.counts["write"] > 50, crowd.counts
    caught_up(publisher, subscriber)
    assert rows(subscriber) == rows(publisher)
    check_folded(subscriber)


def crash(server):
    def kill_and_start():
        server.kill()
        server.start()

    return kill_and_start


def test_a_table_is_copied_anew(source, summary_database):
    """As one does whose subscriber has lost or spoiled a table."""
    publisher, subscriber = source(), summary_database
    grow(publisher, 2)
    publish(publisher)
    subscribe(subscriber, publisher)
    caught_up(publisher, subscriber)
    check_folded(subscriber)
    with Crowd() as crowd:
        crowd.add(write, connect_to(publisher))
        crowd.add(refresh, connect_to(subscriber))
        crowd.add(ask, connect_to(subscriber))
        for table in ("app_session", "app_issue", "participant_conferences", "conference"):
            with open_connection(publisher.dsn()) as connection:
                connection.execute(f"alter publication summaries drop table {table}")
            with open_connection(subscriber.dsn()) as connection:
                connection.execute("alter subscription summaries refresh publication")
                # Not TRUNCATE, which takes along what refers to the table; and a foreign key is not checked so.
                connection.execute("set session_replication_role = replica")
                connection.execute(f"delete from {table}")
            with open_connection(publisher.dsn()) as connection:
                connection.execute(f"alter publication summaries add table {table}")
            with open_connection(subscriber.dsn()) as connection:
                connection.execute("alter subscription summaries refresh publication")
                wait_until(connection, RECEIVED)
    caught_up(publisher, subscriber)
    assert rows(subscriber) == rows(publisher)
    check_folded(subscriber)


def test_a_truncate_is_replicated(source, summary_database):
    publisher, subscriber = source(), summary_database
    grow(publisher, 3)
    publish(publisher)
    subscribe(subscriber, publisher)
    caught_up(publisher, subscriber)
    check_folded(subscriber)
    with open_connection(publisher.dsn()) as connection:
        connection.execute("truncate app_connection, app_issue")
    caught_up(publisher, subscriber)
    assert rows(subscriber)["app_issue"] == []
    check_folded(subscriber)


def test_several_databases_into_one(source, summary_database):
    """Two PeerMetrics databases, here even with calls of the same app in both: a sum is over both."""
    subscriber, publishers = summary_database, {"one": source(), "two": source()}
    with open_connection(subscriber.dsn()) as connection:
        # Each database numbers its links by itself, so the numbers are not a key here.
        connection.execute("alter table participant_conferences drop constraint participant_conferences_pkey")
        connection.execute(identify_links(connection))
    for seed, (name, publisher) in enumerate(publishers.items()):
        grow(publisher, seed)
        with open_connection(publisher.dsn()) as connection:
            connection.execute(identify_links(connection))
        publish(publisher, "with (publish = 'insert, update, delete')")
        subscribe(subscriber, publisher, name)
    with Crowd() as crowd:
        for publisher in publishers.values():
            crowd.add(write, connect_to(publisher), 2)
        crowd.add(refresh, connect_to(subscriber))
        crowd.add(ask, connect_to(subscriber), 2)
        crowd.wait(SECONDS)
    assert crowd.counts["ask"] > 2 and crowd.counts["refresh"] > 2, crowd.counts
    for name, publisher in publishers.items():
        caught_up(publisher, subscriber, name)
    received = rows(*publishers.values())
    assert rows(subscriber) == received
    check_folded(subscriber)
    with open_connection(publishers["one"].dsn()) as connection:
        connection.execute("truncate app_issue")
    caught_up(publishers["one"], subscriber, "one")
    assert rows(subscriber) == received
    check_folded(subscriber)


def identify_links(connection: psycopg.Connection) -> str:
    """A link is known by its participant and conference, which are unique."""
    (index,) = connection.execute(
        "select indexrelid::regclass::text from pg_index where indrelid = 'participant_conferences'::regclass "
        "and indisunique and indnatts = 2"
    ).fetchone()
    return f"alter table participant_conferences replica identity using index {index}"


@pytest.mark.parametrize("always", [True, False])
def test_into_partitions(source, always):
    """The partitions of the publisher are those of the subscriber, which subscribes to each by its name."""
    publisher, subscriber = source(), source()
    for server in (publisher, subscriber):
        with open_connection(server.dsn()) as connection:
            partition(connection, tables=BY_TIME)
    assert pg_summary("install", *(["--always"] if always else []), dsn=subscriber.dsn()).code == 0
    grow(publisher, 4)
    publish(publisher, tables=LEAVES)
    subscribe(subscriber, publisher)
    caught_up(publisher, subscriber)
    if not always:
        with open_connection(subscriber.dsn()) as connection:
            drain(connection)
            with pytest.raises(psycopg.Error, match="subscription") as e:
                connection.execute("select from conference_summary(%s)", [APPS[0]])
            assert e.value.sqlstate == "SM006"
        return
    check_folded(subscriber)
    with Crowd() as crowd:
        crowd.add(write, connect_to(publisher), 2)
        crowd.add(refresh, connect_to(subscriber))
        crowd.add(ask, connect_to(subscriber))
        crowd.wait(SECONDS / 4)
    caught_up(publisher, subscriber)
    assert rows(subscriber) == rows(publisher)
    check_folded(subscriber)


def test_what_comes_for_closed_days_counts_for_nothing(source, summary_database):
    """The publisher's clean-up deletes rows of days that the subscriber has closed; late rows of these days stream in."""
    publisher, subscriber = source(), summary_database
    grow(publisher, 5, conferences=25)
    publish(publisher)
    subscribe(subscriber, publisher)
    caught_up(publisher, subscriber)
    archive = Archive()
    with open_connection(publisher.dsn()) as writing, open_connection(subscriber.dsn()) as reading:
        drain(reading)
        archive.close(reading, CLOSED)
        reading.execute("select from pgsummary.archive_day(%s)", [CLOSED])
        assert archive.rows["conferences"] and archive.oracle(reading).open["conferences"]
        for change in (
            lambda: Writer(writing, Random(6)).grow(6),
            lambda: delete_closed(writing, archive),
            lambda: Writer(writing, Random(7)).grow(6),
        ):
            change()
            caught_up(publisher, subscriber)
            check_all(reading, archive.oracle(reading))
            drain(reading)
            assert reading.execute("select * from pgsummary.verify()").fetchall() == []
            check_all(reading, archive.oracle(reading))
