"""No body grows with the number of cities, versions, codes or errors: it has the first of them, and the sum of the others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from questions import ask
from source_rows import APPS, Writer
from support import drain, open_connection

APP = APPS[0]
CITIES, VERSIONS, CODES, ERRORS = 4000, 1500, 900, 800
LIMIT = 50 * 1024
FILL = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
values (md5('c')::uuid, 'c', '{{}}', false, 60, '2026-01-15 12:00+00', true, '{APP}');
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
values (md5('p')::uuid, 'p', false, '2026-01-15', true, '{APP}');
insert into app_session (id, conference_id, participant_id, platform, geo_ip, app_version, created_at, is_active, duration)
select md5('s' || n)::uuid, md5('c')::uuid, md5('p')::uuid, jsonb_build_object('browser',
    jsonb_build_object('name', 'Chrome', 'major', (n % {VERSIONS})::text), 'os', '{{"name": "macOS"}}'::jsonb),
    jsonb_build_object('country_code', 'C' || n % {CITIES} % 240, 'city', 'A city of the name ' || n % {CITIES}, 'latitude', 1 + n % {CITIES} % 80,
        'longitude', n % {CITIES} % 170),
    '7.' || n % {VERSIONS}, '2026-01-15 12:00+00', true, 0
from generate_series(1, {CITIES + 4000}) n;
insert into app_issue (id, conference_id, session_id, type, code, created_at, is_active)
select md5('i' || n)::uuid, md5('c')::uuid, md5('s1')::uuid, 'w', 'a code of the name ' || n % {CODES},
    '2026-01-15 12:00+00', true
from generate_series(1, {CODES + 900}) n;
insert into app_issue (id, conference_id, session_id, type, code, data, created_at, is_active)
select md5('g' || n)::uuid, md5('c')::uuid, md5('s1')::uuid, 'w', 'getusermedia_error',
    jsonb_build_object('name', 'Error ' || n, 'message', 'A message of some length, as browsers have them'),
    '2026-01-15 12:00+00', true
from generate_series(1, {ERRORS}) n;
"""
BODIES = [
    ("dashboard_summary", {}),
    ("session_geo_summary_json", {}),
    ("conference_filter_options_json", {}),
    ("session_summary_json", {"group_by": None}),
    ("session_summary_json", {"group_by": "app_version"}),
    ("session_summary_json", {"group_by": "country"}),
    ("session_summary_json", {"group_by": "browser_version"}),
    ("issue_summary_json", {}),
    ("issue_gum_summary_json", {}),
]


@pytest.fixture(scope="module", params=["logged", "folded"])
def world(shared_database, request):
    """An app with many names of everything, whose rows the log names, or which are folded."""
    with open_connection(shared_database, autocommit=False) as connection:
        Writer(connection, None).prepare()
        connection.execute(FILL)
        if request.param == "folded":
            drain(connection)
        yield connection
        connection.rollback()


@pytest.mark.parametrize(("name", "parameters"), BODIES)
def test_a_body_stays_small(world, name, parameters):
    body = ask(world, name, app_id=APP, **parameters)
    assert 1000 < len(json.dumps(body).encode()) < LIMIT


def test_what_is_left_out_is_counted(world):
    cities = ask(world, "session_geo_summary", app_id=APP)
    body = ask(world, "session_geo_summary_json", app_id=APP)
    assert [(c["city"], c["count"]) for c in body["data"]] == [(c[0], c[4]) for c in cities[:200]]
    assert body["other"] == {"cities": CITIES - 200, "count": sum(c[4] for c in cities[200:])}
    assert ask(world, "dashboard_summary", app_id=APP)["session_geo_summary"] == body

    options = [o for o in ask(world, "conference_filter_options", app_id=APP) if o[0] == "app_version"]
    body = ask(world, "conference_filter_options_json", app_id=APP)
    assert [(o["value"], o["sessions"]) for o in body["app_version"]] == [o[1:] for o in options[:200]]
    assert body["other"]["app_version"] == {"values": VERSIONS - 200, "sessions": sum(o[2] for o in options[200:])}
    assert set(body["other"]) == {"app_version", "country"}

    codes = ask(world, "issue_summary", app_id=APP)
    body = ask(world, "issue_summary_json", app_id=APP)
    assert [c["code"] for c in body["data"]] == [c[0] for c in codes[:20]]
    assert body["other"] == {"codes": len(codes) - 20, "count": sum(c[2] for c in codes[20:])}

    body = ask(world, "issue_gum_summary_json", app_id=APP)
    assert body["total"] == ERRORS and body["other"] == {"names": ERRORS - 20, "count": ERRORS - 20}


YEARS = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
select md5('y' || n)::uuid, 'y' || n, '{{}}', false, 60, '2020-01-01 00:30+00'::timestamptz + n * interval '25 hours', true, '{APPS[1]}'
from generate_series(0, 1199) n;
"""


@pytest.mark.parametrize("group_by", ["hour", "day"])
@pytest.mark.parametrize("fill", [False, True])
def test_a_long_axis_has_its_newest_buckets(world, group_by, fill):
    """Three years by the day or the hour: the newest buckets, and the sum of the earlier ones."""
    world.execute("savepoint years")
    world.execute(YEARS)
    asked = {"app_id": APPS[1], "group_by": group_by, "fill": fill}
    if group_by == "hour" and fill:
        asked["created_at_gte"] = "2023-01-01"
    rows = ask(world, "conference_summary", **asked)
    body = ask(world, "conference_summary_json", **asked)
    world.execute("rollback to years")
    assert len(rows) > 366
    assert len(json.dumps(body).encode()) < LIMIT
    assert [(b["date"], b["total"]) for b in body["data"]] == [(str(r[1]), r[6]) for r in rows[-366:]]
    assert body["earlier"] == {"buckets": len(rows) - 366, "count": sum(r[6] for r in rows[:-366])}


# A connection to each of them, so that every value of a bucket has many digits.
SET_UP = f"""
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
values (md5('yp')::uuid, 'yp', false, now(), true, '{APPS[1]}');
insert into app_connection (id, conference_id, session_id, participant_id, peer_id, type, state, created_at, is_active,
    duration, connection_info)
select md5(c.id::text || n)::uuid, c.id, md5('none')::uuid, md5('yp')::uuid, md5('yp')::uuid,
    case n when 1 then 'r' else 'h' end, '', c.created_at, true, 0, jsonb_build_object('negotiations', jsonb_build_array(
        jsonb_build_object('status', 'connected', 'start_time', '2026-01-01 00:00:00', 'end_time',
            to_char(timestamp '2026-01-01' + n * interval '0.6543 s', 'YYYY-MM-DD HH24:MI:SS.US'))))
from conference c cross join generate_series(1, 3) n where c.app_id = '{APPS[1]}';
"""


def test_a_long_axis_of_quality_has_its_newest_buckets(world):
    world.execute("savepoint years")
    world.execute(YEARS)
    world.execute(SET_UP)
    rows = ask(world, "quality_summary", app_id=APPS[1])
    body = ask(world, "quality_summary_json", app_id=APPS[1])
    world.execute("rollback to years")
    assert len(rows) == 1200 and all(r[11] is not None for r in rows)
    assert len(json.dumps(body).encode()) < LIMIT
    assert [b["date"] for b in body["data"]] == [str(r[1]) for r in rows[-150:]]
    assert body["earlier"] == {"buckets": 1050, "count": 1050}


@pytest.mark.parametrize(
    ("app", "days", "group_by"),
    [(APPS[1], 60, None), (APPS[1], 300, "week"), (APPS[1], 1300, "month")],
)
def test_a_dashboard_has_the_finest_axis_that_fits(world, app, days, group_by):
    """By the day, the week or the month, so that with any number of names the whole stays within 50 KB, and counts all."""
    world.execute("savepoint years")
    world.execute(YEARS.replace(str(APPS[1]), str(app)))
    world.execute(SET_UP.replace(str(APPS[1]), str(app)))
    last = world.execute("select max(created_at) from conference where app_id = %s", [app]).fetchone()[0]
    span = {"app_id": app, "created_at_gte": last - timedelta(days=days)}
    body = ask(world, "dashboard_summary", **span)
    conferences = ask(world, "conference_summary", group_by=group_by or "day", **span)
    quality = ask(world, "quality_summary", group_by=group_by or "day", **span)
    world.execute("rollback to years")
    assert len(json.dumps(body).encode()) < LIMIT
    for chart, rows in (("conference_summary", conferences), ("quality_summary", quality)):
        assert body[chart].get("group_by") == group_by and "earlier" not in body[chart]
        assert [b["date"] for b in body[chart]["data"]] == [str(r[1]) for r in rows]
    assert (
        sum(b["total"] for b in body["conference_summary"]["data"]) == body["quality_summary"]["total"]["conferences"]
    )


def test_a_dashboard_of_many_names_and_years(world):
    """Where not even the months fit, the newest of them."""
    world.execute("savepoint years")
    world.execute(YEARS.replace(str(APPS[1]), str(APP)))
    body = ask(world, "dashboard_summary", app_id=APP)
    world.execute("rollback to years")
    assert len(json.dumps(body).encode()) < LIMIT
    for chart in ("conference_summary", "quality_summary"):
        assert body[chart]["group_by"] == "month" and len(body[chart]["data"]) >= 6
        assert body[chart]["earlier"]["buckets"] + len(body[chart]["data"]) == 43


def test_functions_that_return_rows_are_not_capped(world):
    assert len(ask(world, "session_geo_summary", app_id=APP)) == CITIES
    assert len(ask(world, "session_summary", app_id=APP, group_by="app_version")) == VERSIONS
    assert len(ask(world, "session_summary", app_id=APP, group_by="browser_version")) == VERSIONS
    assert len(ask(world, "session_geo_summary_json", app_id=APP, browser="nothing")["data"]) == 0


@pytest.mark.parametrize("most", [0, 1, 50, 200])
def test_a_bound_on_the_cities(world, most):
    """The largest, in their order; the body counts the others."""
    cities = ask(world, "session_geo_summary", app_id=APP)
    assert ask(world, "session_geo_summary", app_id=APP, max_rows=most) == cities[:most]
    body = ask(world, "session_geo_summary_json", app_id=APP, max_rows=most)
    assert [(c["city"], c["count"]) for c in body["data"]] == [(c[0], c[4]) for c in cities[:most]]
    assert body["other"] == {"cities": CITIES - most, "count": sum(c[4] for c in cities[most:])}


@pytest.mark.parametrize("most", [None, 201, 2**31 - 1])
def test_a_body_has_no_more_cities_than_fit(world, most):
    assert ask(world, "session_geo_summary_json", app_id=APP, max_rows=most) == ask(
        world, "session_geo_summary_json", app_id=APP
    )
    if most is None:
        assert len(ask(world, "session_geo_summary", app_id=APP, max_rows=most)) == CITIES


def test_small_answers_say_nothing_of_others(world):
    assert set(ask(world, "issue_summary_json", app_id=APP, browser="nothing")) == {"data"}
    options = ask(world, "conference_filter_options_json", app_id=APP, created_at_gte="2026-01-16")
    assert set(options) == {"browser", "os", "country", "app_version"}
