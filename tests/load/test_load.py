"""Hours of changes in a minute: many writers, readers that check every answer, a daemon that refreshes, and whatever may
go wrong: the daemon and the server are killed again and again, and a transaction that stays open through it all keeps
vacuum from removing anything. No answer is wrong, nothing is lost or counted twice, no writer fails because of us.

PG_SUMMARY_LOAD_SECONDS=1800 python -m pytest -s tests/load prints how sizes and answers develop.
"""

from __future__ import annotations

import os
import time
from random import Random

import pytest
from crowd import Crowd, ask, write, write_transaction
from program import start
from questions import check_all
from source_rows import APPS, Writer
from support import SETTINGS, bindir, drain, install, open_connection

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema

SECONDS = float(os.environ.get("PG_SUMMARY_LOAD_SECONDS", "20"))
# An autovacuum that looks each second, as one that looks each minute does in an hour.
BUSY = {
    **SETTINGS,
    "synchronous_commit": "on",
    "autovacuum": "on",
    "autovacuum_naptime": "1s",
}
SIZE = """
select
    (select count(*) from public.conference), (select count(*) from public.app_issue),
    (select sum(pg_total_relation_size(relid))::bigint from pg_stat_user_tables where schemaname = 'public'),
    pg_total_relation_size('pgsummary.change_log'),
    (select backlog from pgsummary.status),
    (select sum(bytes)::bigint from pgsummary.size where name like '%_fact'),
    (select sum(bytes)::bigint from pgsummary.size where name like 'rollup_%')
"""


@pytest.fixture
def server(request):
    """A server of its own, whose crash loses no commit."""
    with Server(bindir=bindir(request.config), settings=BUSY) as server:
        with open_connection(server.dsn()) as connection:
            create_source_schema(connection)
            Writer(connection, Random(0)).grow(8)
        install(server.dsn())
        yield server


class Daemon:
    """`pg-summary refresh --every 1s` in a process of its own."""

    def __init__(self, dsn):
        self.dsn = dsn
        self.process = None
        self.start()

    def start(self):
        self.process = start("refresh", "--every", "1s", "--batch-size", "500", "--dsn", self.dsn)

    def kill(self):
        assert self.process.poll() is None, self.process.communicate()
        self.process.kill()
        self.process.communicate()


def kill_and_start(thing):
    thing.kill()
    thing.start()


def report(dsn, since, changes) -> None:
    """A line of the table: what there is, how large it is, and how long the dashboard takes."""
    with open_connection(dsn) as connection:
        conferences, issues, *sizes = connection.execute(SIZE).fetchone()
        connection.execute("select dashboard_summary(%s)", [APPS[0]])
        begin = time.monotonic()
        connection.execute("select dashboard_summary(%s)", [APPS[0]])
        took = (time.monotonic() - begin) * 1000
    source, log, backlog, facts, rollups = sizes
    print(
        f"| {time.monotonic() - since:.0f} s | {changes} | {conferences} | {issues} | {mb(source)} | {mb(log)} | {backlog} "
        f"| {mb(facts)} | {mb(rollups)} | {took:.0f} ms |",
        flush=True,
    )


def mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


@pytest.mark.slow
@pytest.mark.parametrize("held_back", [True, False], ids=["vacuum held back", "vacuum"])
def test_load(server, held_back):
    dsn, random = server.dsn(), Random()
    if held_back:
        hold_back_vacuum(dsn)
    daemon = Daemon(dsn)
    try:
        with Crowd(mortal=True) as crowd:
            crowd.add(write, lambda: open_connection(dsn), 3)
            crowd.add(write_transaction, lambda: open_connection(dsn), 2)
            crowd.add(ask, lambda: open_connection(dsn), 2)
            begin = time.monotonic()
            print("\n| | changes | conferences | issues | source | log | backlog | facts | rollups | dashboard |")
            print("|" + " ---: |" * 10)
            while crowd.wait(random.uniform(0.5, 1) * SECONDS / 10):
                report(dsn, begin, crowd.counts["write"] + 5 * crowd.counts["write_transaction"])
                if time.monotonic() - begin > SECONDS:
                    break
                kill_and_start(random.choice([daemon, server]))
    finally:
        daemon.kill()
    print(dict(crowd.counts))
    assert min(crowd.counts[act.__name__] for act in (write, write_transaction, ask)) > 10, crowd.counts
    with open_connection(dsn) as connection:
        check_all(connection)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)
        if held_back:
            connection.execute("rollback prepared 'held'")
    report(dsn, begin, crowd.counts["write"] + 5 * crowd.counts["write_transaction"])


def hold_back_vacuum(dsn) -> None:
    """Leaves a transaction open that not even a crash ends, so that nothing deleted from here on can be removed."""
    with open_connection(dsn) as connection:
        connection.execute("create table held (x int)")
        connection.execute("begin")
        connection.execute("insert into held values (1)")
        connection.execute("prepare transaction 'held'")
