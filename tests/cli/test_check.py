"""Whether calls are within limits, as cron and Nagios ask: one line, and an exit code."""

from __future__ import annotations

import json

import pytest
from program import APP, connect, pg_summary

from pg_summary import quality


@pytest.fixture(scope="module")
def calls(server):
    """200 calls of the last 200 minutes, 6 of the 59 of the last hour failed; 20 connections of 1 to 20 s just now."""
    from program import add_conferences, create_source_schema

    name = "checked"
    server.create_database(name)
    with connect(server.dsn(name)) as connection:
        create_source_schema(connection)
        add_conferences(connection, 200)
        connection.execute(
            "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
            "values (%s, 'p', false, now(), true, %s)",
            [APP, APP],
        )
        connection.execute(
            "insert into app_session (id, conference_id, participant_id, created_at, is_active, duration) "
            "select c.id, c.id, %s, c.created_at, true, 0 from conference c",
            [APP],
        )
        connection.execute(
            "insert into app_issue (id, conference_id, session_id, type, code, created_at, is_active) "
            "select c.id, c.id, c.id, 'e', 'ice_failed', c.created_at, true from conference c "
            "order by c.created_at desc limit 6"
        )
        connection.execute(
            "insert into app_connection (id, conference_id, session_id, participant_id, peer_id, type, state, created_at, "
            "is_active, duration, connection_info) "
            "select md5('n' || n)::uuid, c.id, c.id, %s, %s, 'h', '', c.created_at, true, 0, jsonb_build_object("
            "'negotiations', jsonb_build_array(jsonb_build_object('status', 'connected', "
            "'start_time', '2026-01-01 00:00:00', 'end_time', to_char(timestamp '2026-01-01' + n * interval '1 s', "
            "'YYYY-MM-DD HH24:MI:SS')))) "
            "from (select * from conference order by created_at desc limit 1) c, generate_series(1, 20) n",
            [APP, APP],
        )
    assert pg_summary("install", dsn=server.dsn(name)).code == 0
    yield server.dsn(name)
    server.drop_database(name)


def check(dsn, *arguments):
    """(exit code, the line) of a check; nothing else is said."""
    done = pg_summary("check", "--app", "Shop", *arguments, dsn=dsn)
    assert done.err == "" and done.out.count("\n") == 1
    return done.code, done.out.strip()


def test_within_the_limit(calls):
    code, line = check(calls, "--max-failure-ratio", "0.2")
    assert code == 0
    assert line.startswith("within limits: Shop: ") and "conferences in 1h" in line and "(at most 20 %)" in line


def test_beyond_the_limit(calls):
    code, line = check(calls, "--max-failure-ratio", "0.05", "--max-setup-p95", "60000")
    assert code == 3
    assert line.startswith("beyond failure ratio: Shop: ")


def test_beyond_both_limits(calls):
    code, line = check(calls, "--max-failure-ratio", "0.05", "--max-setup-p95", "15000")
    assert (code, line.split(":")[0]) == (3, "beyond failure ratio and set-up p95")
    assert "set-up p95 19," in line or "set-up p95 18," in line


def test_the_window_counts_and_nothing_else(calls):
    code, line = check(calls, "--window", "3h", "--max-failure-ratio", "0.05")
    assert code == 0 and "conferences in 3h" in line
    assert check(calls, "--window", "10m", "--max-failure-ratio", "0.5")[0] == 3


def test_few_conferences_say_nothing(calls):
    code, line = check(calls, "--max-failure-ratio", "0.01", "--min-conferences", "1000")
    assert code == 0 and line.startswith("too few to tell: ")


def test_no_conference_at_all(calls):
    code, line = check(calls, "--window", "1ms", "--max-failure-ratio", "0")
    assert code == 0 and line.startswith("too few to tell: Shop: 0 conferences in 0.001s, none has ended")
    code, line = check(calls, "--window", "1ms", "--max-failure-ratio", "0", "--min-conferences", "0")
    assert code == 0 and line.startswith("within limits: ")


def test_json(calls):
    done = pg_summary("check", "--max-failure-ratio", "0.05", "--json", dsn=calls)
    found = json.loads(done.out)
    assert done.code == 3 and found["exceeded"] == ["failure ratio"] and found["within"] is False
    assert found["errors"] == 6 and found["app_id"] == APP and found["window_s"] == 3600
    assert found["error_ratio"] == 6 / found["conferences"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "give a limit: --max-failure-ratio, --max-setup-p95 or both"),
        (["--max-failure-ratio", "20"], 2, "--max-failure-ratio"),
        (["--max-failure-ratio", "0.2", "--window", "soon"], 2, "is not a duration"),
        (["--max-failure-ratio", "0.2", "--app", "Shopp"], 1, "no app is called Shopp"),
        (["--max-failure-ratio", "0.2", "--app", "0" * 32], 1, "there is no active app with the id 00000000-"),
    ],
)
def test_what_cannot_be_checked(calls, arguments, code, message):
    done = pg_summary("check", *arguments, dsn=calls)
    assert done.code == code and done.out == "" and message in done.err


def test_the_gauges_say_the_same(calls):
    watcher = quality.Watcher()
    with connect(calls) as connection:
        found = watcher.watch(connection)
        assert watcher.watch(connection) is found, "once a minute is enough"
    hour, day = sorted(found.apps, key=lambda app: app.window)
    assert (hour.app_id, hour.app_name, hour.window, day.window) == (APP, "Shop", "1h", "24h")
    assert hour.quality.errors == 6 and day.quality.conferences == 200 > hour.quality.conferences
    assert hour.issues == {"ice_failed": 6}


def test_many_codes_make_few_series(calls):
    with connect(calls, autocommit=False) as connection:
        connection.execute(
            "insert into app_issue (id, conference_id, session_id, type, code, created_at, is_active) "
            "select md5('many' || n)::uuid, c.id, c.id, 'w', 'code ' || n, now(), true "
            "from (select id from conference limit 1) c, generate_series(1, 50) n"
        )
        found = quality._issues(connection, "public", APP, 3600)
        connection.rollback()
    assert len(found) == quality.MOST_CODES + 1 and sum(found.values()) == 56
    assert found["ice_failed"] == 6 and found[quality.OTHER] == 31


def test_a_database_that_cannot_answer(calls):  # the last one: until a refresh it stays so
    with connect(calls) as connection:
        connection.execute("alter table conference disable trigger pgsummary_log_row")
        try:
            done = pg_summary("check", "--max-failure-ratio", "1", dsn=calls)
        finally:
            connection.execute("alter table conference enable trigger pgsummary_log_row")
    assert done.code == 3 and done.out == "" and "quality_summary" in done.err, "cron hears of it all the same"
