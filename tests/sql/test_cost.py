"""What an answer costs depends on what it asks for: not on how old the database is, nor on how odd a parameter is."""

from __future__ import annotations

import time
from datetime import datetime, timezone

import psycopg
import pytest
from questions import TYPES, ask
from source_rows import APPS, NO_APP, Writer
from support import drain, open_connection

APP = APPS[0]
FILTERED = {"browser": "Chrome", "app_version": "1"}
RANGE = {"created_at_gte": "2026-01-05 10:07+00", "created_at_lte": "2026-02-05 10:07+00"}
# Conferences over 60 days, each with a session; more of them bring versions that nobody asks about.
FILL = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
select md5('c' || n)::uuid, n::text, '{{}}', false, n % 4000, '2026-01-01'::timestamptz + n * interval '28.8 minutes', true,
    '{APP}' from generate_series(1, 3000) n;
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
select md5('p')::uuid, 'p', false, now(), true, '{APP}';
insert into app_session (id, conference_id, participant_id, platform, app_version, created_at, is_active, duration)
select md5('s' || n)::uuid, md5('c' || n)::uuid, md5('p')::uuid, '{{"browser": {{"name": "Chrome"}}}}', (n % 3)::text,
    '2026-01-01'::timestamptz + n * interval '28.8 minutes', true, 0 from generate_series(1, 3000) n;
"""
AGE = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
values (md5('old')::uuid, 'old', '{{}}', false, 0, '2020-01-01', true, '{APP}');
insert into app_session (id, conference_id, participant_id, platform, app_version, created_at, is_active, duration)
select md5('o' || n)::uuid, md5('old')::uuid, md5('p')::uuid,
    jsonb_build_object('browser', jsonb_build_object('name', case when n % 2 = 0 then 'Chrome' else 'b' || n % 50 end)),
    'old ' || n, '2020-01-01', true, 0 from generate_series(1, 20000) n;
"""


def buffers(connection, name: str, **parameters) -> int:
    """How many pages a call reads, from the cache or not, once everything is planned."""
    arguments = ", ".join(f"{p} => %({p})s::{TYPES.get(p, 'text')}" for p in parameters)
    for _ in range(2):
        statement = f"explain (analyze, buffers, timing off, format json) select {name}({arguments})"
        ((plan,),) = connection.execute(statement, parameters).fetchone()
    return plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]


@pytest.fixture(scope="module")
def world(shared_database):
    with open_connection(shared_database) as connection:
        Writer(connection, None).prepare()
        connection.execute(FILL)
        drain(connection)
        connection.execute("vacuum analyze")
        yield connection


@pytest.mark.slow
def test_a_filter_costs_the_same_in_an_old_database(world):
    """With ten thousand times as many profiles and versions, of rows that the question does not ask about."""
    asked = {
        "dashboard_summary": {**RANGE, **FILTERED},
        # Some hundred conferences, of thousands of profiles.
        "conference_list": {**RANGE, "created_at_gte": "2026-01-25 10:07+00", "browser": "Chrome"},
    }
    young = {name: buffers(world, name, app_id=APP, **parameters) for name, parameters in asked.items()}
    world.execute(AGE)
    drain(world)
    world.execute("vacuum analyze")
    assert world.execute("select count(*) > 20000 from pgsummary.profile").fetchone()[0]
    for name, parameters in asked.items():
        old = buffers(world, name, app_id=APP, **parameters)
        # The sets of profiles are some pages longer, and indexes of dictionaries a level deeper.
        assert old < 1.2 * young[name] + 40, (name, young, old)


# Of each parameter what makes most work, or looks as if it did.
WORST = [
    ("dashboard_summary", {"time_zone": "Mars/Olympus"}),
    ("dashboard_summary", {"time_zone": "x" * 100000}),
    ("dashboard_summary", {"time_zone": "Etc/GMT+99"}),
    ("conference_summary", {"time_zone": "Mars/Olympus"}),
    ("conference_summary", {"group_by": "x" * 100000}),
    ("conference_summary", {"fill": True, "created_at_gte": "0001-01-01+00", "created_at_lte": "9999-12-31+00"}),
    ("conference_summary", {"fill": True, "created_at_gte": "2000-01-01+00", "group_by": "hour"}),
    ("conference_list", {"status": "x" * 100000}),
    ("conference_list", {"max_rows": -1}),
    ("conference_list", {"skip_rows": -1}),
]


def refusal(connection, name, **parameters) -> psycopg.Error:
    with pytest.raises(psycopg.errors.InvalidParameterValue) as caught:
        ask(connection, name, **parameters)
    return caught.value


@pytest.mark.parametrize(("name", "parameters"), WORST, ids=lambda x: x if isinstance(x, str) else ", ".join(x))
def test_the_worst_of_each_parameter_is_refused_quickly(world, name, parameters):
    """Refused by name, in the time of a dashboard at most."""
    answered = min(_seconds(world, "dashboard_summary", app_id=APP) for _ in range(5))
    error = refusal(world, name, app_id=APP, **parameters)
    assert any(p in error.diag.message_primary for p in parameters) and len(error.diag.message_primary) < 500
    refused = min(_seconds(world, name, app_id=APP, **parameters) for _ in range(5))
    assert refused < 3 * answered, (refused, answered)


def _seconds(connection, name, **parameters) -> float:
    start = time.perf_counter()
    try:
        ask(connection, name, **parameters)
    except psycopg.errors.InvalidParameterValue:
        pass
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "parameters",
    [
        {"browser": "x" * 1000000}, {"app_version": "'" * 1000}, {"created_at_gte": "-infinity", "created_at_lte": "infinity"},
        {"created_at_gte": "2026-02-01+00", "created_at_lte": "2026-01-01+00"},
    ],
    ids=", ".join,
)  # fmt: skip
def test_the_worst_that_is_answered_reads_no_more_than_the_whole(world, parameters):
    whole = buffers(world, "dashboard_summary", app_id=APP)
    assert buffers(world, "dashboard_summary", app_id=APP, **parameters) < 1.2 * whole + 40


@pytest.mark.parametrize("time_zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Chatham"])
def test_a_day_of_another_zone_reads_some_pages_more_wherever_its_midnight_is(world, time_zone):
    """What lies between the midnights is found twice by index: in its sums of two hours, and in quarters for the rest."""
    days = 60
    # Without the years before, which an older test may have left.
    asked = {"app_id": APP, "created_at_gte": "2026-01-01+00"}
    whole = buffers(world, "dashboard_summary", **asked)
    assert buffers(world, "dashboard_summary", **asked, time_zone=time_zone) < whole + 8 * days + 40


@pytest.mark.parametrize("group_by", ["hour", "day", "week", "month"])
def test_as_many_buckets_are_filled_as_are_allowed_and_no_more(world, group_by):
    hours = {"hour": 1, "day": 24, "week": 168, "month": 720}[group_by]
    last = datetime(2026, 1, 1, tzinfo=timezone.utc)
    statement = (
        "select count(*) from conference_summary(%s, %s::timestamptz - %s * interval '1 hour', %s, %s, fill => true)"
    )
    found = world.execute(statement, [NO_APP, last, 9990 * hours, last, group_by]).fetchone()[0]
    assert 9800 < found <= 10001
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="fill over .* at most 10000"):
        world.execute(statement, [NO_APP, last, 10010 * hours, last, group_by])


def test_filling_takes_time_in_proportion(world):
    """Eight times the buckets take less than 24 times as long, while pairs of them would take 64 times."""

    def fill(years):
        return min(
            _seconds(world, "conference_summary", app_id=NO_APP, created_at_gte=f"{2026 - years}-01-01+00",
                     created_at_lte="2026-01-01+00", fill=True)
            for _ in range(3)
        )  # fmt: skip

    assert fill(24) < 24 * fill(3)
