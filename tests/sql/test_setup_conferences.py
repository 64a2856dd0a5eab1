"""Whose connections a range of the set-up time counts: the latest of them, exactly, folded or not."""

from __future__ import annotations

from random import Random

import pytest
from oracle import FILTERS, SETUP_RANGES, Oracle, read_source
from questions import random_filters, random_range
from source_rows import APPS, Writer
from support import drain

ASK = """
select pgsummary.setup_conferences(
    pgsummary.ask(
        'test', %(app_id)s, %(created_at_gte)s, %(created_at_lte)s, %(browser)s, %(os)s, %(country)s, %(app_version)s
    ),
    pgsummary.changed_connections(), %(setup_range)s::integer, %(max_rows)s::integer
)
"""
CONNECTED = """{"negotiations": [
    {"status": "connected", "start_time": "2026-01-01T00:00:00", "end_time": "2026-01-01T00:00:%s"}
]}"""
NOTHING = dict.fromkeys(("created_at_gte", "created_at_lte", *FILTERS))


@pytest.mark.parametrize("seed", range(3))
def test_the_latest_of_each_range(transaction, seed):
    random = Random(seed)
    writer = Writer(transaction, random)
    writer.grow(40)
    for (id,) in transaction.execute("select id from app_connection where id::text < 'c'").fetchall():
        transaction.execute(
            "update app_connection set connection_info = %s where id = %s",
            [CONNECTED % random.choice(["00.1", "00.2", "00.3", "09"]), id],
        )
    longest = 0
    for fold in (False, True, False):
        if fold:
            drain(transaction)
        for _ in range(10):
            writer.change()
        oracle = Oracle(read_source(transaction))
        for _ in range(60):
            asked = {"app_id": APPS[0]}
            if random.randrange(3):
                asked.update(random_range(random) if random.randrange(2) else random_filters(random))
            taken = [n for n, row in enumerate(oracle.connection_setup_time_summary(**asked)) if row[3]]
            place = random.choice(taken or [0])
            max_rows = random.choice([1, 1, 2, 3, 100])
            wanted = oracle.setup_conferences(SETUP_RANGES[place][0], max_rows, **asked)
            values = {**NOTHING, **asked, "setup_range": place + 1, "max_rows": max_rows}
            assert transaction.execute(ASK, values).fetchone()[0] == wanted, values
            longest = max(longest, len(wanted))
    assert longest >= 3


def test_many_connections_of_one_conference_do_not_hide_the_others(transaction):
    """One room with far more connections than there are ids to return, all later than those of the others."""
    writer = Writer(transaction, Random(7))
    writer.grow(6)
    transaction.execute(
        "update app_connection set connection_info = %s, is_active = true, created_at = now() - interval '2 days'",
        [CONNECTED % "00.1"],
    )
    transaction.execute(
        "insert into app_connection select (jsonb_populate_record(n, jsonb_build_object("
        "'id', md5(i::text), 'created_at', now() - interval '1 day'))).*"
        " from app_connection n cross join generate_series(1, 200) i where n.id = (select min(id::text)::uuid from app_connection)"
    )
    oracle = Oracle(read_source(transaction))
    app = max(APPS, key=lambda app: len(oracle.setup_conferences("< 250 ms", 100, app_id=app)))
    for fold in (False, True):
        if fold:
            drain(transaction)
        for max_rows in (1, 2, 3, 100):
            wanted = oracle.setup_conferences("< 250 ms", max_rows, app_id=app)
            values = {**NOTHING, "app_id": app, "setup_range": 1, "max_rows": max_rows}
            assert transaction.execute(ASK, values).fetchone()[0] == wanted
    assert len(wanted) > 1
