"""Segments of months that are over: they are the sum of their days, whatever becomes of a day, and filters read them."""

from __future__ import annotations

from datetime import datetime, timezone
from random import Random

import pytest
from oracle import Oracle, read_source
from questions import FILTERED, check
from source_rows import APPS, Writer
from support import drain

MONTHS = "select app, month, depth from pgsummary.segmented_month order by 1, 2"
LATE = """
select (select count(*) from pgsummary.rollup_segment where late and cardinality(counts) > 0),
    (select count(*) from pgsummary.rollup_segment_month where late and cardinality(counts) > 0),
    (select coalesce(max(cardinality(counts)), 0) from pgsummary.rollup_segment where late)
"""
SESSIONS = """
insert into app_session (id, conference_id, participant_id, platform, created_at, is_active, duration)
select md5('s' || n)::uuid, md5('c')::uuid, md5('p')::uuid, jsonb_build_object('browser', jsonb_build_object('name', 'B' || n %% 2)),
    %s::timestamptz + n * interval '1 day', true, 0 from generate_series(0, %s) n
"""


@pytest.fixture
def world(transaction):
    """A call that lasts from 15 January to 10 April of 2025, with a session on each day, all folded."""
    writer = Writer(transaction, Random(1))
    writer.prepare()
    transaction.execute(
        "insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id) "
        "values (md5('c')::uuid, 'c', '{}', false, 60, '2025-02-15 12:00+00', true, %s)",
        [APPS[0]],
    )
    transaction.execute(
        "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
        "values (md5('p')::uuid, 'p', false, '2025-01-15', true, %s)",
        [APPS[0]],
    )
    transaction.execute(SESSIONS, ["2025-01-15 10:00+00", 85])
    drain(transaction)
    return transaction


def utc(*moment):
    return datetime(2025, *moment, tzinfo=timezone.utc)


def months(connection):
    return [str(month) for _, month, _ in connection.execute(MONTHS).fetchall()]


def check_filtered(connection):
    oracle = Oracle(read_source(connection))
    for group_by in ("hour", "day", "week", "month"):
        for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns"):
            check(
                connection,
                oracle,
                "conference_summary",
                app_id=APPS[0],
                browser="B1",
                group_by=group_by,
                time_zone=zone,
            )
    for parameters in (
        {"browser": "B1"},
        {"browser": "B1", "created_at_gte": utc(2, 1), "created_at_lte": utc(3, 1)},
        {"browser": "B0", "os": "Unknown", "created_at_gte": utc(1, 31, 23, 59)},
    ):
        for name in FILTERED:
            check(connection, oracle, name, app_id=APPS[0], **parameters)


def test_months_that_are_over_are_segmented(world):
    """Not the one that still grows."""
    assert months(world) == ["2025-01-01", "2025-02-01", "2025-03-01"]
    check_filtered(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_a_change_of_an_old_day_is_kept_up(world):
    world.execute("update app_session set is_active = false where created_at::date = '2025-02-15'")
    world.execute("update conference set created_at = '2025-03-31 23:50+00', duration = 900")
    drain(world)
    assert months(world) == ["2025-01-01", "2025-02-01", "2025-03-01"]
    check_filtered(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_what_comes_late_is_kept_apart_until_it_is_much(world):
    """A short row takes a change sooner than a long one; readers sum up both."""

    def late():
        return world.execute(LATE).fetchone()

    def add(first, last):
        world.execute(
            "insert into app_session (id, conference_id, participant_id, platform, created_at, is_active, duration) "
            "select md5('late' || n)::uuid, md5('c')::uuid, md5('p')::uuid, "
            "jsonb_build_object('browser', jsonb_build_object('name', 'B1', 'version', n::text)), "
            "'2025-02-20 15:00+00', true, 0 from generate_series(%s::integer, %s) n",
            [first, last],
        )
        drain(world)

    assert late()[:2] == (0, 0)
    add(1, 30)
    days, months, longest = late()
    assert days > 0 and months > 0 and 30 <= longest <= 100
    check_filtered(world)
    add(31, 200)
    assert late()[2] <= 100
    assert late()[0] < days
    check_filtered(world)
    world.execute("delete from app_session where id in (select md5('late' || n)::uuid from generate_series(1, 200) n)")
    drain(world)
    check_filtered(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_a_day_that_comes_late_makes_its_month_wait(world):
    """Until its segments are made, the month's other days are read one by one."""
    world.execute(
        "insert into app_session (id, conference_id, participant_id, created_at, is_active, duration) "
        "values (md5('late')::uuid, md5('c')::uuid, md5('p')::uuid, '2025-01-03', true, 0)"
    )
    check_filtered(world)
    # A fold, without the segments that a refresh makes after it.
    world.execute(
        "select pgsummary.add_to_rollups(pgsummary.fold_conferences(array[md5('c')::uuid]) "
        "|| pgsummary.fold_sessions(array[md5('late')::uuid]))"
    )
    world.execute("delete from pgsummary.change_log")
    assert months(world) == ["2025-02-01", "2025-03-01"]
    check_filtered(world)
    drain(world)
    assert months(world) == ["2025-01-01", "2025-02-01", "2025-03-01"]
    check_filtered(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_a_month_that_is_emptied_goes(world):
    world.execute("delete from app_session where created_at < '2025-02-01'")
    drain(world)
    assert months(world) == ["2025-02-01", "2025-03-01"]
    held = "select count(*) from pgsummary.rollup_segment_month where month < '2025-02-01'"
    assert world.execute(held).fetchone() == (0,)
    check_filtered(world)


def test_what_differs_is_found_and_mended(world):
    world.execute("update pgsummary.rollup_segment_month set counts[1] = counts[1] + 1 where month = '2025-02-01'")
    found = world.execute("select kind, entity from pgsummary.verify()").fetchall()
    assert {kind for kind, _ in found} == {"rollup_segment_month"}
    assert all(" 2025-02-01 segment " in entity for _, entity in found)
    world.execute("select pgsummary.repair()")
    drain(world)
    assert months(world) == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert world.execute("select * from pgsummary.verify()").fetchall() == []
    world.execute("delete from pgsummary.rollup_segment where day = '2025-02-03'")
    world.execute("select pgsummary.repair()")
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []
    check_filtered(world)
