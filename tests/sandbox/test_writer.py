"""The live writer writes, the same for a seed, and says when it could not."""

from __future__ import annotations

import time

import psycopg
import pytest

from pg_summary.sandbox.data import load
from pg_summary.sandbox.writer import LiveWriter

REQUESTS = {
    "start_call",
    "join_call",
    "negotiate",
    "report_issue",
    "end_call",
    "reopen_room",
    "delete_softly",
    "move_child",
}


@pytest.fixture
def filled(database, end):
    with psycopg.connect(database, autocommit=True) as conn:
        load(conn, days=2, scale=0.02, end=end)
    return database


def test_every_request_happens_and_only_as_single_rows(filled):
    writer = LiveWriter(filled, seed=7)
    with psycopg.connect(filled, autocommit=True) as conn:
        before = conn.execute("select count(*) from conference").fetchone()[0]
        done = [writer.step(conn) for _ in range(400)]
        after = conn.execute("select count(*) from conference").fetchone()[0]
    assert set(done) == REQUESTS
    assert after - before == done.count("start_call")
    assert writer.transactions == 400
    assert writer.statements > 800


def test_the_same_for_a_seed(filled):
    histories = []
    for _ in range(2):
        writer = LiveWriter(filled, seed=3)
        with psycopg.connect(filled) as conn, conn.transaction(force_rollback=True):
            done = [writer.step(conn) for _ in range(150)]
            ids = conn.execute("select id, app_id, ongoing, is_active from conference order by id").fetchall()
        histories.append((done, ids, writer.statements))
    assert histories[0] == histories[1]


def test_as_a_thread(filled):
    writer = LiveWriter(filled, per_second=500)
    writer.start()
    deadline = time.monotonic() + 30
    while writer.transactions < 50 and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.stop()
    assert writer.transactions >= 50
    with psycopg.connect(filled) as conn:
        calls = conn.execute("select count(*) from conference where conference_id like 'live-%'").fetchone()
    assert calls[0] > 0


def test_stop_raises_what_ended_it(database):
    writer = LiveWriter(database, per_second=100)
    writer.start()
    writer.join(30)
    with pytest.raises(psycopg.errors.UndefinedTable):
        writer.stop()
