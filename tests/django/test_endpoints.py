"""Each endpoint over HTTP, beside the SQL function: bodies, headers, the cache, and whose data are served."""

from __future__ import annotations

import gzip
import json
import re
import threading
from datetime import datetime, timedelta, timezone

import pytest
import redis

from pg_summary.cache.summary_cache import COMPUTING
from pg_summary.sandbox.data import MAIN_APP, app_id
from pg_summary.summaries import CACHED, SUMMARIES

DAY = timedelta(days=1)
SINCE, UNTIL = "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
PATHS = {summary.name: summary.path for summary in SUMMARIES.values()}
FILTERS = {"browser": "Chrome", "os": "Windows", "country": "US", "app_version": "unknown"}


def sql(connection, name: str, **arguments):
    named = ", ".join(f"{key} => %({key})s" for key in arguments)
    return connection.execute(f"select {name}_json({named})", arguments).fetchone()[0]


@pytest.mark.parametrize("name", [summary.name for summary in CACHED])
@pytest.mark.parametrize("filters", [{}, {"browser": "Chrome"}, FILTERS], ids=["all", "one", "four"])
def test_the_body_is_what_the_function_returns(api, connection, name, filters):
    summary = SUMMARIES[name]
    arguments = {k: v for k, v in filters.items() if k in summary.filters}
    if summary.groups:
        arguments["group_by"] = summary.group_by
    wanted = sql(connection, name, app_id=MAIN_APP, created_at_gte=SINCE, created_at_lte=UNTIL, **arguments)
    for state in ("miss", "hit"):
        query = {"appId": MAIN_APP, "created_at_gte": SINCE, "created_at_lte": UNTIL, **filters}
        response = api.get(f"/v1/{summary.path}", **query)
        assert (response.status, response.json, response.state) == (200, wanted, state)
        assert response.headers["content-type"] == "application/json"
        # As PostgreSQL wrote it.
        assert (
            response.body.decode()
            == connection.execute("select %s::jsonb::text", [response.body.decode()]).fetchone()[0]
        )


@pytest.mark.parametrize("name, group_by", [(s.name, g) for s in CACHED for g in s.groups])
def test_groups(api, connection, name, group_by):
    response = api.get(f"/v1/{PATHS[name]}", appId=MAIN_APP, group_by=group_by)
    assert response.json == sql(connection, name, app_id=MAIN_APP, group_by=group_by)


def test_days_of_a_time_zone(api, connection):
    found = [api.summary("conferences/summary", time_zone=zone).json for zone in ("Asia/Tokyo", "America/Los_Angeles")]
    assert found[0] != found[1]
    since = datetime.now(timezone.utc) - 30 * DAY
    assert found[0] == sql(
        connection, "conference_summary", app_id=MAIN_APP, created_at_gte=since, time_zone="Asia/Tokyo"
    )
    whole = api.summary("dashboard/summary", time_zone="Asia/Tokyo").json
    assert whole["conference_summary"] == found[0]


def test_the_list_is_paged_and_never_cached(api, connection):
    arguments = {"app_id": MAIN_APP, "status": "error", "duration_gte": 60, "max_rows": 5, "skip_rows": 5}
    for _ in range(2):
        response = api.get("/v1/conferences/list", appId=MAIN_APP, status="error", duration_gte=60, limit=5, offset=5)
        assert response.json == sql(connection, "conference_list", **arguments)
        assert response.state == "bypass" and response.headers["cache-control"] == "private, no-cache"
    assert len(response.json["results"]) == 5 < response.json["count"]
    assert api.get("/v1/conferences/list", appId=MAIN_APP, limit=0).json["results"] == []


@pytest.mark.parametrize(
    "condition",
    [
        {"issue_code": "ice_failed"},
        {"duration_lt": 60},
        {"setup_time_gte": 250, "setup_time_lt": 500.5},
        {"participants": 2},
        {"participant_id": "22222222-2222-2222-2222-222222222222"},
        {"city": "New York", "city_country": "US"},
        {"gum_error": "NotAllowedError"},
        {"relayed": "true"},
        {"relayed": "false", "city_country": "US", **FILTERS},
        {"browser_version": "Chrome 120"},
        {"os_version": "Windows 10", "status": "success"},
        FILTERS,
    ],
)
def test_the_conditions_of_the_list(api, connection, condition):
    response = api.get("/v1/conferences/list", appId=MAIN_APP, **condition)
    assert response.json == sql(connection, "conference_list", app_id=MAIN_APP, **condition)


def test_an_app_that_is_not_there_has_an_empty_summary(api):
    response = api.summary("conferences/summary", appId="99999999-9999-9999-9999-999999999999")
    assert (response.status, response.json) == (200, {"data": []})


def test_a_range_that_ends_before_it_starts_is_empty(api):
    query = {"created_at_gte": UNTIL, "created_at_lte": SINCE}
    assert api.get("/v1/connections/summary", appId=MAIN_APP, **query).json == {
        "data": [{"name": "Direct", "count": 0}, {"name": "Relayed", "count": 0}]
    }


def test_each_app_has_entries_of_its_own(api, valkey):
    bodies = {api.summary("dashboard/summary", appId=app_id(n)).body for n in (1, 2, 3)}
    assert len(bodies) == 3
    for n in (1, 2, 3):
        assert api.summary("dashboard/summary", appId=app_id(n)).state == "hit"
    with redis.Redis.from_url(valkey.url) as client:
        keys = [key.decode() for key in client.keys("dashboard_summary:*") if not key.endswith(b":lock")]
        assert sorted(key.split(":")[1] for key in keys) == sorted(str(app_id(n)) for n in (1, 2, 3))
        # Even an entry that somebody copied under another app's key is not served.
        client.copy(keys[0], keys[1], replace=True)
    assert {api.summary("dashboard/summary", appId=app_id(n)).body for n in (1, 2, 3)} == bodies


def test_spellings_of_one_app_share_an_entry(api):
    assert api.summary("issues/summary").state == "miss"
    assert api.summary("issues/summary", appId=str(MAIN_APP).upper()).state == "hit"
    assert api.summary("issues/summary", appId=str(MAIN_APP).replace("-", "")).state == "hit"


def test_every_way_to_ask_for_thirty_days_shares_an_entry(api):
    assert api.summary("conferences/summary").state == "miss"
    now = datetime.now(timezone.utc)
    for off in (0, 0.001, -0.999, 45, -90):
        since = now - 30 * DAY + timedelta(seconds=off)
        for text in (since.isoformat(), since.strftime("%Y-%m-%dT%H:%M:%S.%fZ")):
            response = api.get("/v1/conferences/summary", appId=MAIN_APP, created_at_gte=text)
            assert response.state == "hit", text


def test_an_hour_off_is_a_window_of_its_own_with_the_right_answer(api, connection):
    since = datetime.now(timezone.utc) - 30 * DAY - timedelta(hours=1)
    responses = [
        api.get("/v1/conferences/summary", appId=MAIN_APP, created_at_gte=(since + timedelta(seconds=n)).isoformat())
        for n in (0, 1)
    ]
    assert [response.state for response in responses] == ["miss", "hit"]
    assert responses[0].json == sql(connection, "conference_summary", app_id=MAIN_APP, created_at_gte=since)


@pytest.mark.parametrize("between", ["T", "%20", "+"])
@pytest.mark.parametrize("offset", ["+02:00", "+0200", "+02", "%2B02:00", "%2B0200", "%2B02", "%2002:00"])
def test_a_plus_sign_that_was_not_escaped(api, between, offset):
    target = f"/v1/conferences/summary?appId={MAIN_APP}&created_at_gte=2026-11-01"
    wanted = api.raw(f"{target}T00:00:00Z")
    assert wanted.status == 200
    for time in ("02:00:00", "02:00:00.000", "02:00"):
        response = api.raw(target + between + time + offset)
        assert (response.status, response.state, response.body) == (200, "hit", wanted.body), time


def test_no_cache_computes_anew_and_stores(api, connection):
    first = api.summary("conferences/summary")
    connection.execute(
        "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
        "values ('11111111-2222-3333-4444-555555555555', 'new', true, 0, now(), true, %s)", [MAIN_APP],
    )  # fmt: skip
    assert api.summary("conferences/summary").body == first.body
    fresh = api.summary("conferences/summary", no_cache="true")
    assert fresh.state == "bypass" and fresh.headers["cache-control"] == "private, no-cache"
    before, after = (sum(day["total"] for day in body.json["data"]) for body in (first, fresh))
    assert after == before + 1
    again = api.summary("conferences/summary")
    assert (again.state, again.body) == ("hit", fresh.body)
    connection.execute("delete from conference where conference_id = 'new'")


def test_headers_tell_how_long_to_keep_it(api, valkey):
    first = api.summary("conferences/summary")
    fresh = int(
        re.match(r"private, max-age=(\d+), stale-while-revalidate=300$", first.headers["cache-control"]).group(1)
    )
    assert 49 <= fresh <= 70 and first.headers["x-cache-age"] == "0"
    assert {"authorization", "cookie"} <= set(first.headers["vary"].lower().replace(" ", "").split(","))
    with redis.Redis.from_url(valkey.url) as client:
        (key,) = (key for key in client.keys("conf_summary:*") if not key.endswith(b":lock"))
        client.pexpire(key, client.pttl(key) - 30_000)
        later = api.summary("conferences/summary")
        assert later.headers["x-cache-age"] in ("30", "31")
        assert fresh - 32 <= int(re.search(r"max-age=(\d+)", later.headers["cache-control"]).group(1)) <= fresh - 30
        # Stale, and somebody else computes.
        client.pexpire(key, client.pttl(key) - 60_000)
        client.set(f"{key.decode()}:lock", COMPUTING, px=5000)
        stale = api.summary("conferences/summary")
    assert stale.state == "stale" and stale.body == first.body
    assert stale.headers["cache-control"].startswith("private, max-age=0, stale-while-revalidate")


def test_headers_tell_the_time_to_pages_of_any_origin(api):
    """Of a body from the cache, of none (304), of a list: when it was sent, by this server's clock."""
    query = {"appId": MAIN_APP, "days": 3}
    etag = api.get("/v1/issues/summary", **query).headers["etag"]
    for path, headers in (
        ("issues/summary", {}),
        ("issues/summary", {"If-None-Match": etag}),
        ("conferences/list", {}),
    ):
        before = datetime.now(timezone.utc) - timedelta(milliseconds=1)
        response = api.get(f"/v1/{path}", headers=headers, **query)
        told = datetime.strptime(response.headers["x-now"], "%Y-%m-%dT%H:%M:%S.%f%z")
        assert before <= told <= datetime.now(timezone.utc), (path, response.status)
        exposed = response.headers["access-control-expose-headers"].split(", ")
        assert set(exposed) == {name for name in exposed if name.lower() in response.headers}
        assert {"X-Now", "X-Cache-Age"} <= set(exposed)


def test_nothing_is_sent_twice(api):
    first = api.summary("dashboard/summary")
    etag = first.headers["etag"]
    assert etag.startswith('W/"')
    for tag in (etag, etag[2:], f'"other", {etag}', "*"):
        again = api.summary("dashboard/summary", {"If-None-Match": tag})
        assert (again.status, again.body, again.headers["etag"], again.state) == (304, b"", etag, "hit")
        assert "max-age" in again.headers["cache-control"]
    assert api.summary("dashboard/summary", {"If-None-Match": '"other"'}).status == 200


def test_compressed_by_the_servers_own_means(api):
    plain = api.summary("dashboard/summary")
    packed = api.summary("dashboard/summary", {"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 3
    assert packed.headers["etag"] == plain.headers["etag"]


def test_head_and_other_methods(api):
    response = api.get("/v1/issues/summary", method="HEAD", appId=MAIN_APP)
    assert (response.status, response.body) == (200, b"")
    assert api.get("/v1/issues/summary", method="POST", appId=MAIN_APP).status == 405


def test_200_requests_for_one_cold_key_compute_once(api, valkey):
    gate, states = threading.Barrier(200), []

    def ask():
        gate.wait()
        response = api.summary("dashboard/summary", browser="Firefox")
        states.append((response.status, response.state))

    threads = [threading.Thread(target=ask) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _ in states} == {200}
    assert [state for _, state in states].count("miss") == 1


def test_health(api):
    health = api.get("/v1/pg-summary/health")
    assert health.status == 200 and health.headers["cache-control"] == "no-store"
    assert health.json["redis"] == health.json["status"] == "ok"
    assert set(health.json["database"]) == {
        "version", "backlog", "oldest_change_age_s", "refreshed_at", "triggers_off", "problems",
        "archived_before", "ignored_changes",
    }  # fmt: skip


def test_the_lists_that_there_were_are_still_there(api, connection):
    rows = api.get("/v1/conferences", appId=MAIN_APP).json
    count = connection.execute(
        "select count(*) from conference where is_active and app_id = %s", [MAIN_APP]
    ).fetchone()[0]
    assert len(rows) == count
    assert {"id", "created_at", "issues", "participants", "duration", "ongoing"} <= set(rows[0])
    for path in ("sessions", "connections", "issues"):
        assert api.get(f"/v1/{path}", appId=MAIN_APP).json


def test_bodies_are_small(api):
    for summary in CACHED:
        assert len(api.summary(summary.path).body) < 50_000, summary.path
    assert len(api.summary("conferences/list").body) < 50_000
    assert len(api.summary("dashboard/summary", {"Accept-Encoding": "gzip"}).body) < 15_000


def test_json_numbers_and_names_are_untouched(api, connection):
    assert (
        json.loads(api.summary("sessions/geo-summary").body)["data"]
        == sql(
            connection, "session_geo_summary", app_id=MAIN_APP, created_at_gte=datetime.now(timezone.utc) - 30 * DAY
        )["data"]
    )
