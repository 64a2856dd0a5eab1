"""Beside an API server's own eight summaries, and in place of them: PeerMetrics has them since its commit b6180bb."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import redis
from caller import Caller, manage
from pythons import ROOT
from test_versions import COMBINATIONS, environment_of
from upstream_site_bodies import BODIES, shape

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP
from pg_summary.summaries import CACHED, cached

SETTINGS = "upstream_site.settings"
OURS = ("conferences/list", "pg-summary/apps", "pg-summary/health")


def site(
    database, valkey, mount: str, settings: str = "{}", python: str = sys.executable, use_tz: str = "1"
) -> ApiServer:
    """The server in upstream's shape, before an empty cache; not started."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    variables = {
        "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "UPSTREAM_SITE_MOUNT": mount,
        "PG_SUMMARY_SITE_USE_TZ": use_tz,
    }
    return ApiServer(database, valkey.url, workers=1, settings=settings, python=python, variables=variables)


def check(server: ApiServer):
    return manage(server, "check", DJANGO_SETTINGS_MODULE=SETTINGS)


def test_at_a_prefix_nothing_of_the_servers_own_is_replaced(site_database, valkey, connection):
    server = site(site_database, valkey, "prefix")
    found = check(server)
    assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stdout
    with server:
        api = Caller(server.url)
        for path, body in BODIES.items():
            assert api.get(f"/v1/{path}", appId=MAIN_APP).json == body
        for summary in CACHED:
            first, again = (
                api.get(f"/v1/summaries/{summary.path}", appId=MAIN_APP, created_at_gte="2026-01-01") for _ in range(2)
            )
            wanted = connection.execute(
                f"select {summary.name}_json(%s, '2026-01-01Z'{', group_by => null' if summary.name == 'session_summary' else ''})",
                [MAIN_APP],
            )
            assert (first.state, again.state, again.json) == ("miss", "hit", wanted.fetchone()[0])
            etag = {"If-None-Match": again.headers["etag"]}
            kept = api.get(f"/v1/summaries/{summary.path}", etag, appId=MAIN_APP, created_at_gte="2026-01-01")
            assert kept.status == 304
        assert "conference_ids" not in str(api.get("/v1/summaries/connections/setup-time-summary", appId=MAIN_APP).json)
        for path in OURS:
            assert api.get(f"/v1/summaries/{path}", appId=MAIN_APP).status == 200
        page = api.get("/board/").body.decode()
        assert '<meta name="pg-summary-api" content="/v1/summaries/">' in page
        assert api.get("/board/assets/dashboard.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("mount, problem", [("before", "W003"), ("behind", "W004")])
def test_endpoints_of_the_same_name_are_warned_of(site_database, valkey, mount, problem):
    found = check(site(site_database, valkey, mount))
    assert found.returncode == 0 and f"pg_summary.{problem}" in found.stdout
    for path in BODIES:
        assert f"v1/{path}" in found.stdout
    # Nobody else has these.
    assert "conferences/list" not in found.stdout and "dashboard/summary" not in found.stdout
    assert "v1/summaries/" in found.stdout and "REPLACE_UPSTREAM" in found.stdout


def test_replacing_that_does_not_come_to_pass_is_warned_of(site_database, valkey):
    found = check(site(site_database, valkey, "behind", "{'REPLACE_UPSTREAM': True}"))
    assert found.returncode == 0 and "W004" in found.stdout


# As PeerMetrics runs it, and as of today.
@pytest.mark.parametrize("combination", [COMBINATIONS[1], COMBINATIONS[-1]], ids=str)
def test_replacing_loses_nothing(site_database, valkey, connection, combination):
    settings = (
        "{'REPLACE_UPSTREAM': True, 'VIEW_BASE': 'upstream_site.views.GenericView',"
        " 'APPS': 'upstream_site.views.only_the_first'}"
    )
    server = site(site_database, valkey, "before", settings, environment_of(combination), combination.use_tz)
    found = check(server)
    assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stdout
    warmed = manage(server, "warm_dashboard_cache", DJANGO_SETTINGS_MODULE=SETTINGS)
    assert f"warmed {3 * len(CACHED)} bodies of 3 apps" in warmed.stdout, warmed.stdout
    with server:
        api = Caller(server.url)
        for path, body in BODIES.items():
            answer = api.summary(path)
            assert (answer.status, answer.state) == (200, "hit")
            assert shape(body) <= shape(answer.json), path
            assert api.get(f"/v1/{path}", {"X-Too-Many": "1"}, appId=MAIN_APP).status == 429
            refused = api.get(f"/v1/{path}", method="POST", appId=MAIN_APP)
            assert (refused.status, refused.json) == (405, {"error_code": "method_not_allowed"})
        answer = api.get("/v1/connections/setup-time-summary", appId=MAIN_APP, browser="Firefox")
        wanted = connection.execute(
            "select connection_setup_time_conferences_json(%s, browser => 'Firefox')", [MAIN_APP]
        ).fetchone()[0]
        assert answer.json == wanted
        for bar in answer.json["data"]:
            ids = bar["conference_ids"]
            assert bool(ids) == bool(bar["count"]) and len(set(ids)) == len(ids) <= 100
            if ids:
                listed = api.get("/v1/conferences", appId=MAIN_APP, conference_ids=",".join(ids), limit=200)
                assert sorted(row["id"] for row in listed.json["results"]) == sorted(ids)
        assert max(len(bar["conference_ids"]) for bar in answer.json["data"]) > 10
        first_app = connection.execute("select id from app order by created_at, id").fetchone()[0]
        assert [app["id"] for app in api.get("/v1/pg-summary/apps").json["data"]] == [str(first_app)]
        assert api.get("/v1/pg-summary/apps", {"X-Too-Many": "1"}).status == 429
        assert api.get("/v1/pg-summary/health", {"X-Too-Many": "1"}).status == 200, "a load balancer is not limited"
        assert [row["id"] for row in api.get("/v1/apps").json["data"]], "what is not ours is as it was"


def test_what_replaces_is_one_body_to_an_address():
    paths = [summary.path for summary in cached(True)]
    assert sorted(paths) == sorted(summary.path for summary in cached(False)) and len(set(paths)) == len(paths)
    assert len({summary.prefix for summary in (*cached(True), *cached(False))}) == len(paths) + 1
