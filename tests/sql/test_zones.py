"""Days and hours of every time zone of the server, on both sides of every change of the clock of a year."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from oracle import UTC, Oracle, ZoneInfo, read_source
from questions import ask, check
from source_rows import APPS, NO_APP, Writer
from support import drain, open_connection

# Two days around the days on which clocks change somewhere, 2025.
CHANGES = ["03-08", "03-29", "04-05", "04-11", "04-24", "09-06", "09-27", "10-04", "10-25", "10-30", "11-01"]


def add_conferences(connection, instants) -> None:
    """A success at each instant and an ongoing conference a microsecond before it, each with a session and a connection
    of its own moment: what is counted by time must fall on the same side of each midnight.
    """
    Writer(connection, None).prepare()
    connection.cursor().executemany(
        "insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id) "
        "values (md5(%s::text)::uuid, md5(%s::text), '{}', %s, 4223, %s, true, %s)",
        [
            (key, key, early, at - timedelta(microseconds=int(early)), APPS[0])
            for at in instants
            for early in (False, True)
            for key in [f"{at} {early}"]
        ],
    )
    connection.execute(
        "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
        "values (md5('p')::uuid, 'p', false, now(), true, %s) on conflict do nothing",
        [APPS[0]],
    )
    connection.execute(
        "insert into app_session (id, conference_id, participant_id, platform, created_at, is_active, duration) "
        "select c.id, c.id, md5('p')::uuid, jsonb_build_object('browser', jsonb_build_object('name', "
        "case when c.ongoing then 'Chrome' else 'Firefox' end)), c.created_at, true, 0 from conference c "
        "where not exists (select from app_session s where s.id = c.id)"
    )
    connection.execute(
        "insert into app_connection (id, session_id, conference_id, participant_id, peer_id, type, state, created_at, "
        "is_active, duration, connection_info) select c.id, c.id, c.id, md5('p')::uuid, md5('p')::uuid, "
        "case when c.ongoing then 'r' else 'h' end, '', c.created_at, true, 0, jsonb_build_object('negotiations', "
        "jsonb_build_array(jsonb_build_object('status', 'connected', 'start_time', '2025-01-01 00:00:00', 'end_time', "
        "'2025-01-01 00:00:0' || case when c.ongoing then '1' else '2' end))) from conference c "
        "where not exists (select from app_connection n where n.id = c.id)"
    )


@pytest.fixture(scope="module")
def around_changes(shared_database):
    """Conferences every half hour around the changes, folded but for those of the last day."""
    first = [datetime.strptime(f"2025-{day}", "%Y-%m-%d").replace(tzinfo=UTC) for day in CHANGES]
    instants = [at + timedelta(minutes=30 * n) for at in first for n in range(96)]
    with open_connection(shared_database) as connection:
        add_conferences(connection, instants[:-48])
        drain(connection)
        connection.execute("analyze")
        add_conferences(connection, instants[-48:])
        yield connection, Oracle(read_source(connection)), instants


@pytest.mark.slow
def test_days_and_hours_of_every_zone(around_changes):
    connection, oracle, instants = around_changes
    names = [r[0] for r in connection.execute("select name from pg_timezone_names order by 1")]
    assert len(names) > 300
    unknown, seen = [], set()
    for name in names:
        if not same_offsets(connection, name, instants):
            unknown.append(name)
            continue
        offsets = tuple(at.astimezone(ZoneInfo(name)).utcoffset() for at in instants)
        if offsets not in seen:
            seen.add(offsets)
            for group_by in ("day", "hour"):
                check(connection, oracle, "conference_summary", app_id=APPS[0], group_by=group_by, time_zone=name)
            # Every zone, one way or the other: with filters what a midnight cuts off comes from facts.
            filters = {} if len(seen) % 2 else {"browser": "Chrome"}
            check(connection, oracle, "quality_summary", app_id=APPS[0], time_zone=name, **filters)
        else:
            assert ask(connection, "conference_summary", app_id=NO_APP, time_zone=name) == []
    assert len(unknown) < len(names) / 20, f"Python's time zones differ from the server's: {unknown}"


def same_offsets(connection, name, instants) -> bool:
    """Whether Python knows the zone, and with the offsets of the server: their databases may be of different ages."""
    try:
        zone = ZoneInfo(name)
    except Exception:
        return False
    wanted = [at.astimezone(zone).replace(tzinfo=None) for at in instants[::4]]
    rows = connection.execute(
        "select t at time zone pgsummary.check_time_zone('test', %s) from unnest(%s::timestamptz[]) t",
        [name, instants[::4]],
    )
    return [r[0] for r in rows] == wanted


@pytest.mark.parametrize("group_by", ["day", "week", "month", "hour"])
@pytest.mark.parametrize(
    "zone", ["America/Havana", "Atlantic/Azores", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Cairo"]
)
def test_ranges_that_cut_a_day_and_filled_ones(around_changes, zone, group_by):
    connection, oracle, instants = around_changes
    for n in range(0, len(instants), 61):
        gte, lte = instants[n] + timedelta(microseconds=1), instants[min(n + 120, len(instants) - 1)]
        check(
            connection, oracle, "conference_summary", app_id=APPS[0], created_at_gte=gte,
            created_at_lte=min(lte, gte + timedelta(days=40)), group_by=group_by, time_zone=zone, fill=True,
        )  # fmt: skip
        filters = {} if n % 2 else {"browser": "Chrome"}
        check(
            connection, oracle, "quality_summary", app_id=APPS[0], created_at_gte=gte, created_at_lte=lte,
            group_by=group_by, time_zone=zone, **filters,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("America/St_Johns", "2010-11-07 02:31"),
        ("America/Goose_Bay", "2009-11-01 03:01"),
        ("Asia/Gaza", "2011-03-31 22:01"),
        ("Antarctica/Casey", "2020-10-03 16:01"),
        ("Pacific/Apia", "2011-12-30 10:00"),
        ("Pacific/Kiritimati", "1979-10-01 10:40"),
        ("America/Caracas", "2016-05-01 07:00"),
        ("Asia/Pyongyang", "2018-05-04 15:00"),
        ("Europe/Amsterdam", "1937-06-30 23:40"),
        ("America/New_York", "1883-11-18 17:00"),
        ("Africa/Monrovia", "1970-01-01 00:44"),
    ],
)
def test_odd_changes_of_the_past(connection, zone, instant):
    """Clocks that changed off the quarter, by a day, or from an offset of odd seconds."""
    at = datetime.strptime(instant, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)
    around = [
        at + timedelta(minutes=m) for m in (-1500, -91, -61, -31, -16, -2, -1, 0, 0.4, 0.6, 1, 14, 29, 31, 59, 61, 1500)
    ]
    if not same_offsets(connection, zone, [t for t in around for _ in range(4)]):
        pytest.skip(f"Python and the server do not agree about {zone}")
    add_conferences(connection, around)
    oracle = Oracle(read_source(connection))
    for _ in range(2):
        for group_by in ("hour", "day", "week", "month"):
            check(connection, oracle, "conference_summary", app_id=APPS[0], group_by=group_by, time_zone=zone)
            check(connection, oracle, "quality_summary", app_id=APPS[0], group_by=group_by, time_zone=zone)
        drain(connection)


@pytest.mark.parametrize("name", ["europe/berlin", "EUROPE/BERLIN", "utc", "America/Argentina/ComodRivadavia"])
def test_names_of_zones_in_any_case(transaction, name):
    assert ask(transaction, "conference_summary", app_id=NO_APP, time_zone=name) == []
