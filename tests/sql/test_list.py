"""conference_list is the list behind every chart: its pages, its order, and its length, which equals the chart's number."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from oracle import Oracle, read_source
from questions import ask, check, random_filters, random_list_choice, random_range
from source_rows import APPS, Writer
from support import drain, list_as_of_many, open_connection

APP = APPS[0]


@pytest.fixture(scope="module", params=["logged", "folded", "as of many"])
def listed(shared_database, request):
    """A world of many conferences, all in the log or all folded; with filters also as if there were over 10,000."""
    with open_connection(shared_database, autocommit=False) as connection:
        Writer(connection, Random(11)).grow(80)
        connection.execute("update conference set app_id = %s where app_id = %s", [APP, APPS[1]])
        # Several at the same instant, which the id puts in order.
        connection.execute(
            "update conference set created_at = '2026-02-01' where id in (select id from conference order by id limit 20)"
        )
        if request.param != "logged":
            drain(connection)
        if request.param == "as of many":
            list_as_of_many(connection)
        yield connection, Oracle(read_source(connection))
        connection.rollback()


def test_any_choice_of_parameters(listed):
    connection, oracle = listed
    random = Random(3)
    for _ in range(150):
        parameters = {**random_range(random), **random_filters(random), **random_list_choice(random, oracle)}
        for name in ("conference_list", "conference_list_json"):
            check(connection, oracle, name, app_id=APP, **parameters)


def test_pages_are_the_whole_list_once(listed):
    connection, oracle = listed
    whole = ask(connection, "conference_list", app_id=APP, max_rows=10000)
    assert len(whole) > 40 and {r[-1] for r in whole} == {len(whole)}
    pages = [ask(connection, "conference_list", app_id=APP, max_rows=7, skip_rows=n) for n in range(0, len(whole), 7)]
    assert [row for page in pages for row in page] == whole
    assert whole == oracle.conference_list(APP, max_rows=10000)
    assert whole == sorted(whole, key=lambda r: (r[8], r[0]), reverse=True)


def test_fifty_rows_unless_told_otherwise(listed):
    connection, oracle = listed
    assert len(ask(connection, "conference_list", app_id=APP)) == min(50, len(oracle.conference_list(APP)))


def test_the_count_is_told_beyond_the_last_page(listed):
    connection, oracle = listed
    body = ask(connection, "conference_list_json", app_id=APP, skip_rows=100000)
    assert body == {"results": [], "count": oracle.conference_list(APP)[0][-1], "archived_before": None}
    assert ask(connection, "conference_list", app_id=APP, max_rows=0) == []


def length(connection, **parameters) -> int:
    return ask(connection, "conference_list_json", app_id=APP, max_rows=0, **parameters)["count"]


@pytest.mark.parametrize("seed", range(6))
def test_each_bar_of_a_chart_is_as_long_as_its_list(listed, seed):
    connection, _ = listed
    random = Random(seed)
    span = {**random_range(random), **random_filters(random)} if seed else {}
    for code, _, _, conferences in ask(connection, "issue_summary", app_id=APP, **span):
        assert length(connection, issue_code=code, **span) == conferences
    for _, low, high, count in ask(connection, "conference_duration_summary", app_id=APP, **span):
        assert length(connection, duration_gte=low, duration_lt=high, **span) == count
    for participants, conferences in ask(connection, "conference_participant_count_summary", app_id=APP, **span):
        assert length(connection, participants=participants, **span) == conferences
    days = ask(connection, "conference_summary", app_id=APP, group_by="month", **span)
    for n, status in enumerate(["success", "warning", "error", "ongoing"], 2):
        assert length(connection, status=status, **span) == sum(r[n] for r in days)


@pytest.mark.parametrize("seed", range(4))
def test_each_bar_of_sessions_errors_and_connections_has_its_list(listed, seed):
    """Such a chart counts children of the range, a list the conferences of the range that have one."""
    connection, oracle = listed
    random = Random(seed)
    span = random_filters(random) if seed else {}
    places = ask(connection, "session_geo_summary", app_id=APP)
    errors = ask(connection, "issue_gum_summary", app_id=APP)
    assert (
        len(places) > 3 and len(errors) > 2 and None in {p[1] for p in places} and "Unknown" in {e[0] for e in errors}
    )
    for bar in (
        *({"city": city, "city_country": country or "Unknown"} for city, country, *_ in places),
        *({"gum_error": name} for name, *_ in errors),
        {"relayed": True},
        {"relayed": False},
    ):
        check(connection, oracle, "conference_list", app_id=APP, **bar, **span)
        assert seed or 0 < length(connection, **bar) < length(connection)


@pytest.mark.parametrize("group", ["browser_version", "os_version"])
@pytest.mark.parametrize("seed", range(3))
def test_each_version_has_its_list(listed, seed, group):
    connection, oracle = listed
    span = random_filters(Random(seed)) if seed else {}
    names = [name for name, _ in ask(connection, "session_summary", app_id=APP, group_by=group)]
    assert len(names) > 20 and "Unknown" in names
    for name in names[:40]:
        check(connection, oracle, "conference_list", app_id=APP, **{group: name}, **span)
    # A session may be of a conference that is not active.
    assert seed or sum(0 < length(connection, **{group: name}) < length(connection) for name in names[:40]) > 20


def test_both_versions_are_of_one_session(connection):
    writer = Writer(connection, Random(2))
    writer.grow(20)
    connection.execute("update app_session set is_active = true")
    connection.execute(
        "with ranked as (select id, row_number() over (partition by conference_id order by id) as n from app_session) "
        "update app_session s set platform = jsonb_build_object("
        "'browser', jsonb_build_object('name', case when n % 2 = 0 then 'A' else 'B' end),"
        "'os', jsonb_build_object('name', case when n % 2 = 0 then 'X' else 'Y' end)) from ranked r where r.id = s.id"
    )
    oracle = Oracle(read_source(connection))
    alone = [length(connection, browser_version="A"), length(connection, os_version="Y")]
    assert min(alone) > 0 and length(connection, browser_version="A", os_version="Y") == 0
    for versions in ({"browser_version": "A", "os_version": "X"}, {"browser_version": "A", "os_version": "Y"}):
        check(connection, oracle, "conference_list", app_id=APP, **versions)


def test_what_moves_a_conference_into_such_a_list_and_out_again(connection):
    """Each change is in the list immediately, whether the log still names it or not."""
    writer = Writer(connection, Random(5))
    writer.grow(25)
    bars = [{"city": "Elsewhere"}, {"city_country": "ZZ"}, {"city": "Elsewhere", "city_country": "ZZ"}, {"gum_error": "New"},
            {"gum_error": "Unknown"}, {"relayed": True}, {"relayed": False}, {"browser_version": "New 7"},
            {"os_version": "Old"}, {"browser_version": "New 7", "os_version": "Old"}, {"browser_version": "Unknown"}]  # fmt: skip
    changes = [
        "update app_session set geo_ip = '{\"city\": \"Elsewhere\", \"country_code\": \"ZZ\"}'",
        "update app_session set geo_ip = '{\"city\": \"Elsewhere\"}'",
        "update app_session set platform = '{\"browser\": {\"name\": \"New\", \"version\": \"7.1\"}}'",
        "update app_session set platform = jsonb_build_object('browser', platform -> 'browser', 'os', '{\"name\": \"Old\"}'::jsonb)",
        "update app_session set platform = '{}'",
        "update app_issue set code = 'getusermedia_error', data = '{\"name\": \"New\"}'",
        "update app_issue set data = '{\"message\": \"no name\"}'",
        "update app_connection set type = 'r'", "update app_connection set type = null",
        "update app_session set is_active = not is_active", "update app_issue set is_active = not is_active",
        "update app_connection set is_active = not is_active", "update app_connection set type = 'h'",
        f"update app_session set conference_id = (select id from conference where app_id = '{APP}' limit 1)",
        "update conference set is_active = not is_active", "delete from app_issue",
    ]  # fmt: skip
    for statement in changes:
        if " set conference_id" in statement or statement.startswith("delete") or " app_" not in statement:
            connection.execute(statement)
        else:
            table = statement.split()[1]
            connection.execute(
                f"{statement} where id in (select id from {table} order by id limit (select count(*) / 2 from {table}))"
            )
        for _ in range(2):
            oracle = Oracle(read_source(connection))
            for bar in bars:
                for filters in ({}, {"country": "Unknown"}, {"status": "error"}):
                    check(connection, oracle, "conference_list", app_id=APP, **bar, **filters)
            drain(connection)


def test_a_set_up_time_is_that_of_one_connection(connection):
    """Two connections, one too fast and one too slow, do not make a connection in between."""
    writer = Writer(connection, Random(1))
    writer.prepare()
    connection.execute(
        "insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id) "
        "values (%s, 'c', '{}', false, 0, '2026-01-01', true, %s)", [APP, APP],
    )  # fmt: skip
    connection.execute(
        "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
        "values (%s, 'p', false, now(), true, %s)", [APP, APP],
    )  # fmt: skip
    connection.execute(
        "insert into app_session (id, conference_id, participant_id, created_at, is_active, duration) "
        "values (%s, %s, %s, now(), true, 0)", [APP, APP, APP],
    )  # fmt: skip
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    for n, ms in enumerate([100, 900.5]):
        end = start + timedelta(milliseconds=ms)
        info = f'{{"negotiations": [{{"status": "connected", "start_time": "{start}", "end_time": "{end}"}}]}}'
        connection.execute(
            "insert into app_connection (id, conference_id, session_id, participant_id, peer_id, connection_info, "
            "created_at, is_active, state, duration) values (%s, %s, %s, %s, %s, %s, now(), true, 'new', 0)", [APPS[n], APP, APP, APP, APP, info],
        )  # fmt: skip
    for _ in range(2):
        for gte, lt, wanted in [
            (100, 101, 1), (100, 100, 0), (101, 900, 0), (900.5, 900.501, 1), (900.501, None, 0), (None, 100, 0),
            (None, 101, 1), (0, 5000, 1),
        ]:  # fmt: skip
            assert length(connection, setup_time_gte=gte, setup_time_lt=lt) == wanted, (gte, lt)
        drain(connection)
    connection.execute("update app_connection set is_active = false")
    assert length(connection, setup_time_gte=0) == 0
