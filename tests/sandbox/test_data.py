"""The generated data: the same each time, in believable shares, with all the oddities of an ingest."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from pg_summary.sandbox.data import MAIN_APP, TABLES, app_id, load
from pg_summary.sandbox.source import create_source_schema


def number(conn, query, *parameters):
    return conn.execute(query, parameters).fetchone()[0]


def digest(conn):
    """One hash over every row of every table, and the row counts."""
    return [
        conn.execute(
            f"select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from {table} t"
        ).fetchone()
        for table in TABLES
    ]


def test_counts_are_as_asked(loaded, end, scale):
    month = number(
        loaded,
        "select count(*) from conference where app_id = %s and created_at >= %s",
        MAIN_APP,
        end - timedelta(days=30),
    )
    assert month == pytest.approx(42000 * scale, rel=0.1)
    conferences = number(loaded, "select count(*) from conference")
    for table, least, most in (
        ("app_session", 2.7, 3.7),
        ("app_connection", 2.7, 3.7),
        ("app_issue", 2, 4),
        ("participant_conferences", 2.5, 4),
    ):
        assert least < number(loaded, f"select count(*) from {table}") / conferences < most, table
    shares = dict(loaded.execute("select app_id, count(*) from conference group by 1").fetchall())
    assert shares[app_id(2)] / shares[MAIN_APP] == pytest.approx(0.08, rel=0.2)
    assert shares[app_id(3)] / shares[MAIN_APP] == pytest.approx(0.03, rel=0.3)
    assert number(loaded, "select max(created_at) < %s from app_issue", end)
    assert number(loaded, "select min(created_at) >= %s from conference", end - timedelta(days=90))


def test_statuses(loaded):
    shares = dict(
        loaded.execute(
            "select status, count(*)::float8 / sum(count(*)) over () from ("
            "    select case"
            "        when c.ongoing then 'ongoing'"
            "        when count(*) filter (where i.type = 'e') > 0 then 'error'"
            "        when count(*) filter (where i.type = 'w') > 0 then 'warning'"
            "        else 'success'"
            "    end as status"
            "    from conference c left join app_issue i on i.conference_id = c.id and i.is_active"
            "    where c.is_active group by c.id"
            ") s group by 1"
        ).fetchall()
    )
    assert shares["success"] == pytest.approx(0.74, abs=0.04)
    assert shares["warning"] == pytest.approx(0.17, abs=0.04)
    assert shares["error"] == pytest.approx(0.1, abs=0.03)
    assert 0 < shares["ongoing"] < 0.01


def test_going_on_only_near_the_end(loaded, end):
    assert (
        number(loaded, "select count(*) from conference where ongoing and call_start < %s", end - timedelta(hours=6))
        == 0
    )
    assert number(loaded, "select count(*) from conference where ongoing and end_time > %s", end) == 0


def test_every_range_has_some(loaded):
    durations = number(
        loaded,
        "select count(distinct width_bucket(duration,"
        " array[60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600])) from conference",
    )
    assert durations == 12
    setup_times = number(
        loaded,
        "select count(distinct width_bucket(extract(epoch from"
        " (n ->> 'end_time')::timestamptz - (n ->> 'start_time')::timestamptz)::float8 * 1000,"
        " array[250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000]::float8[]))"
        " from app_connection cross join lateral (select connection_info #> '{negotiations,0}') as x (n)"
        " where connection_info ? 'detected_turn' and n ->> 'status' = 'connected'",
    )
    assert setup_times == 11


def test_long_tails(loaded):
    for expression, least in (
        ("platform #>> '{browser,name}'", 12),
        ("platform #>> '{os,name}'", 8),
        ("geo_ip ->> 'country_code'", 40),
        ("geo_ip ->> 'city'", 115),
        ("app_version", 12),
    ):
        found = loaded.execute(
            f"select {expression}, count(*) from app_session where {expression} <> '' group by 1 order by 2 desc"
        ).fetchall()
        assert len(found) >= least, expression
        assert found[0][1] > 3 * found[len(found) // 2][1] or expression == "app_version", expression


def test_business_hours_and_weekends(loaded):
    query = "select extract({} from created_at)::int, count(*) from conference group by 1"
    by_day = dict(loaded.execute(query.format("isodow")).fetchall())
    assert by_day[6] + by_day[7] < 0.5 * (by_day[2] + by_day[3])
    by_hour = dict(loaded.execute(query.format("hour")).fetchall())
    assert by_hour[15] > 4 * by_hour[2]


def test_most_participations_are_by_people_who_come_again(loaded):
    again = number(
        loaded,
        "select avg((n > 1)::int)::float8 from (select count(*) over (partition by participant_id) as n"
        " from participant_conferences) s",
    )
    assert 0.6 < again < 0.85


@pytest.mark.parametrize(
    "odd",
    [
        "app_session where platform is null",
        "app_session where jsonb_typeof(platform) in ('null', 'array', 'string', 'number', 'boolean')",
        "app_session where platform = '{}'",
        "app_session where platform ? 'browser' and not platform ? 'os'",
        "app_session where platform ? 'os' and not platform ? 'browser'",
        "app_session where platform #>> '{browser,name}' = ''",
        "app_session where jsonb_typeof(platform #> '{browser,name}') = 'number'",
        "app_session where geo_ip is null",
        "app_session where jsonb_typeof(geo_ip) in ('null', 'array', 'string', 'number')",
        "app_session where geo_ip = '{}'",
        "app_session where geo_ip ->> 'city' = ''",
        "app_session where geo_ip ->> 'latitude' = 'north'",
        "app_session where geo_ip ->> 'latitude' = 'NaN'",
        "app_session where geo_ip -> 'latitude' = '\"40.7128\"'",
        "app_session where geo_ip -> 'latitude' = '0' and geo_ip -> 'longitude' = '0'",
        "app_session where geo_ip ->> 'city' = 'Berlin' and not geo_ip ? 'longitude'",
        "app_session where app_version is null",
        "app_session where app_version = ''",
        "app_session where not is_active",
        "app_connection where connection_info is null",
        "app_connection where jsonb_typeof(connection_info) <> 'object'",
        "app_connection where jsonb_typeof(connection_info -> 'negotiations') <> 'array'",
        "app_connection where connection_info -> 'negotiations' = '[]'",
        "app_connection where connection_info #> '{negotiations,2}' is not null",
        "app_connection where connection_info #>> '{negotiations,0,start_time}' = 'infinity'",
        "app_connection where connection_info #>> '{negotiations,0,start_time}' like '2026-02-30%%'",
        "app_connection where connection_info #>> '{negotiations,0,start_time}' like '%%Z'",
        "app_connection where connection_info #>> '{negotiations,0,start_time}' like '%%+05:30'",
        "app_connection where connection_info #>> '{negotiations,0,start_time}' ~ '^[^ ]+ [0-9:]{8}$'",
        "app_connection where jsonb_typeof(connection_info #> '{negotiations,0,start_time}') = 'number'",
        "app_connection where type is null",
        "app_connection where not is_active",
        "app_issue where code = 'getusermedia_error' and data is null",
        "app_issue where code = 'getusermedia_error' and data = 'null'",
        "app_issue where code = 'getusermedia_error' and data = '{}'",
        "app_issue where code = 'getusermedia_error' and jsonb_typeof(data) = 'string'",
        "app_issue where code = 'getusermedia_error' and data ->> 'name' = ''",
        "app_issue where code = 'bandwidth_limited'",
        "app_issue where code = ''",
        "app_issue where conference_id is null",
        "app_issue where participant_id is null",
        "app_issue where not is_active",
        "conference where not is_active",
        "conference where start_time is null",
        "participant where not is_active",
        "participant where is_sfu",
        "app_session s join participant p on p.id = s.participant_id where p.is_sfu",
        "app_session s join conference c on c.id = s.conference_id"
        " where s.created_at > c.created_at + interval '6 days'",
        "participant_conferences l where not exists (select from app_session s"
        " where s.participant_id = l.participant_id and s.conference_id = l.conference_id)",
        "app_session s where not exists (select from participant_conferences l"
        " where s.participant_id = l.participant_id and s.conference_id = l.conference_id)",
    ],
)
def test_odd_rows_are_there_and_rare(loaded, odd):
    table = odd.split()[0]
    found = number(loaded, f"select count(*) from {odd}")
    everything = number(loaded, f"select count(*) from {table}")
    assert 0 < found < 0.15 * everything


def test_session_json_has_a_realistic_size(loaded):
    size = number(
        loaded,
        "select avg(length(concat(constraints, devices, platform, metadata, geo_ip)))::int from app_session",
    )
    assert 600 <= size <= 900


def test_the_same_twice_whatever_the_session_settings(data_server, database, end):
    data_server.create_database("other")
    digests = []
    for dsn, zone in ((database, "UTC"), (data_server.dsn("other"), "Europe/Berlin")):
        with psycopg.connect(dsn, autocommit=True) as conn:
            conn.execute(f"set timezone = '{zone}'")
            conn.execute("set datestyle = 'German'")
            load(conn, days=10, scale=0.01, end=end + timedelta(seconds=-1))
            conn.execute("set timezone = 'UTC'")
            digests.append(digest(conn))
    data_server.drop_database("other")
    assert digests[0] == digests[1]
    assert all(count for count, _ in digests[0])


def test_progress_and_nothing_left_behind(database, end):
    calls = []
    with psycopg.connect(database) as conn:
        load(conn, days=2, scale=0.01, end=end, progress=lambda done, total: calls.append((done, total)))
        assert calls == [(n + 1, len(calls)) for n in range(len(calls))]
        temporary = number(conn, "select count(*) from pg_class where relpersistence = 't'")
        functions = number(conn, "select count(*) from pg_proc where pronamespace = 'public'::regnamespace")
        assert (temporary, functions) == (0, 0)
        conn.rollback()
        with pytest.raises(ValueError, match="not empty"):
            load(conn, days=2, scale=0.01, end=end)


def test_loading_into_tables_that_are_there_gives_the_same(database, end):
    digests = []
    with psycopg.connect(database) as conn:
        create_source_schema(conn, "before")
        for schema in ("before", "after"):
            load(conn, days=3, scale=0.01, end=end, schema=schema)
            conn.execute(f"set search_path = {schema}")
            digests.append(digest(conn))
            conn.commit()
    assert digests[0] == digests[1]
