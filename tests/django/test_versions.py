"""The endpoints on Django 2.2 to today's, on Python 3.8 to 3.13, with psycopg2 and psycopg 3.

Each combination gets a virtual environment below .cache/, which holds nothing of pg-summary's own requirements but
redis: whatever else the endpoints imported would be missing. One that can't be had here is skipped aloud.
"""

from __future__ import annotations

import subprocess
import sys
from typing import NamedTuple

import pytest
import redis
from caller import Caller, manage
from pythons import ROOT, Unavailable, environment

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP
from pg_summary.summaries import CACHED


class Combination(NamedTuple):
    python: str
    django: str
    driver: str
    use_tz: str = "1"

    def __str__(self) -> str:
        return "-".join((f"python{self.python}", self.django, self.driver)) + ("" if self.use_tz == "1" else "-no-tz")


# As it runs its API server.
PEERMETRICS = Combination("3.8", "Django==2.2.28", "psycopg2-binary==2.9.10", use_tz="0")
COMBINATIONS = [
    Combination("3.8", "Django==2.2.28", "psycopg2-binary==2.8.6"),
    PEERMETRICS,
    Combination("3.9", "Django==3.2.25", "psycopg2-binary==2.9.10"),
    Combination("3.10", "Django==4.2.*", "psycopg2-binary"),
    Combination("3.11", "Django==4.2.*", "psycopg[binary]"),
    Combination("3.12", "Django==5.2.*", "psycopg[binary]"),
    Combination("3.13", "Django", "psycopg[binary]"),
]


def environment_of(combination: Combination) -> str:
    """The interpreter of the combination's virtual environment, made if need be."""
    packages = (combination.django, combination.driver, "redis>=5", "gunicorn>=20")
    try:
        return environment(combination.python, packages, with_project=False)
    except Unavailable as error:
        pytest.skip(f"{combination} CAN'T BE HAD HERE: {error}")


def in_default(combination: Combination) -> bool:
    """As PeerMetrics runs it, and the newest of all; the others are variants."""
    return combination in (PEERMETRICS, COMBINATIONS[-1])


@pytest.mark.parametrize(
    "combination",
    [pytest.param(each, id=str(each), marks=[] if in_default(each) else pytest.mark.slow) for each in COMBINATIONS],
)
def test_every_endpoint(site_database, connection, valkey, combination):
    python = environment_of(combination)
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    variables = {"PYTHONPATH": str(ROOT), "PG_SUMMARY_SITE_USE_TZ": combination.use_tz}
    with ApiServer(site_database, valkey.url, workers=1, python=python, variables=variables) as server:
        assert manage(server, "check").returncode == 0
        warmed = manage(server, "warm_dashboard_cache", "--days", "7")
        assert f"warmed {3 * len(CACHED)} bodies of 3 apps" in warmed.stdout, warmed.stdout
        api = Caller(server.url)
        query = {
            "created_at_gte": "2026-01-01T00:00:00Z",
            "created_at_lte": "2099-01-01T00:00:00+02:00",
            "browser": "Chrome",
        }
        for summary in CACHED:
            assert api.summary(summary.path, days=7).state == "hit"
            named = {
                name: value
                for name, value in query.items()
                if name in ("created_at_gte", "created_at_lte", *summary.filters)
            }
            if summary.groups:
                named["group_by"] = summary.group_by
            call = ", ".join(f"{name} => %({name})s" for name in named)
            wanted = connection.execute(
                f"select {summary.name}_json(app_id => %(app)s, {call})", {"app": MAIN_APP, **named}
            )
            response = api.get(f"/v1/{summary.path}", appId=MAIN_APP, **query)
            assert (response.status, response.json) == (200, wanted.fetchone()[0]), response
            etag = {"If-None-Match": response.headers["etag"]}
            again = api.get(f"/v1/{summary.path}", etag, appId=MAIN_APP, **query)
            assert (again.status, again.body, again.state) == (304, b"", "hit")
        listed = api.summary("conferences/list", setup_time_gte="0.5", limit=2, status="success")
        assert len(listed.json["results"]) == 2 and listed.state == "bypass"
        for bad in ({"time_zone": "Mars/Olympus"}, {"appId": "x"}, {"days": "0"}, {"browser": "\0"}):
            response = api.summary("conferences/summary", **bad)
            assert (response.status, response.json["error_code"]) == (400, "invalid_parameters")
        assert api.get("/v1/pg-summary/health").status == 200
        assert len(api.get("/v1/conferences", appId=MAIN_APP).json) > 100


def test_the_endpoints_need_no_driver_of_ours():
    """Neither the endpoints nor the cache import psycopg, which a server with psycopg2 may be without."""
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "import django; from django.conf import settings\n"
        "settings.configure(INSTALLED_APPS=['pg_summary.django'], DATABASES={}); django.setup()\n"
        "import pg_summary.django.urls, pg_summary.django.management.commands.warm_dashboard_cache\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
