"""The system checks and the command that warms, run as an operator runs them."""

from __future__ import annotations

import json
import signal
import subprocess

import pytest
import redis
from caller import Caller, manage, wait_for
from pythons import ROOT
from support import open_connection

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import app_id
from pg_summary.summaries import CACHED


@pytest.fixture
def cold(site_database, valkey):
    """An API server that is not running, before an empty cache."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return ApiServer(site_database, valkey.url)


def test_all_is_well(cold):
    for arguments in (("check",), ("check", "--tag", "database", "--database", "default")):
        found = manage(cold, *arguments)
        assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stdout


WRONG = [
    ("{'REDIS_ULR': ''}", "E001", "REDIS_URL"),
    ("{'HARD_TTL': '3600'}", "E002", "int or float"),
    ("{'HARD_TTL': True}", "E002", "int or float"),
    ("{'WARM_DAYS': 30}", "E002", "tuple or list"),
    ("{'API_SCHEMA': 3}", "E002", "str or None"),
    ("{'CONFERENCE_URL': None}", "E002", "str"),
    ("{'REDIS_URL': 6379}", "E002", "str or None"),
    ("{'REDIS_URL': 'localhost:6379'}", "E004", "REDIS_URL"),
    ("{'WARM_DAYS': ('30',)}", "E002", "from 1 to 36500"),
    ("{'WARM_DAYS': (0,)}", "E002", "from 1 to 36500"),
    ("{'WARM_DAYS': [7, 36501]}", "E002", "from 1 to 36500"),
    ("{'WARM_DAYS': (True,)}", "E002", "from 1 to 36500"),
    ("{'WARM_TIME_ZONES': ('UTC', None)}", "E002", "time zones"),
    ("{'TTL': {'nosuch': 5}}", "E002", "conf_summary"),
    ("{'TTL': {'conf_summary': '5'}}", "E002", "seconds"),
    ("{'TTL': {'conf_summary': -5}}", "E002", "seconds"),
    ("{'STATEMENT_TIMEOUT': -1}", "E002", "seconds"),
    ("{'STATEMENT_TIMEOUT': 0}", "E002", "seconds"),
    ("{'STATEMENT_TIMEOUT': 1e400}", "E002", "seconds"),
    ("{'REDIS_TIMEOUT': 0}", "E002", "seconds"),
    ("{'RETRY_AFTER': -1}", "E002", "seconds"),
    ("{'REPLACE_UPSTREAM': 1}", "E002", "bool"),
    ("{'APPS': 'nowhere.apps'}", "E003", "nowhere"),
    ("{'APPS': 3}", "E002", "str or None"),
]
CHECK = """
import ast, json, sys
import django
from django.conf import settings
from django.core.checks import run_checks
django.setup()
right = settings.PG_SUMMARY
found = []
for wrong in json.load(sys.stdin):
    settings.PG_SUMMARY = {**right, **ast.literal_eval(wrong)}
    found.append([f"{check.id} {check.msg} {check.hint}" for check in run_checks()])
print(json.dumps(found))
"""


def test_settings_that_are_wrong(site_database, valkey, cold):
    """All in one process, as a start of Django takes longer than its checks; the first also by the command."""
    settings, problem, hint = WRONG[0]
    found = manage(ApiServer(site_database, valkey.url, settings=settings), "check")
    assert found.returncode == 1 and f"pg_summary.{problem}" in found.stdout and hint in found.stdout
    environment = {**cold.environment(), "HOME": "/", "DJANGO_SETTINGS_MODULE": "pg_summary.sandbox.site.settings"}
    checked = subprocess.run(
        [cold.python, "-c", CHECK],
        env=environment,
        input=json.dumps([settings for settings, _, _ in WRONG]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for (settings, problem, hint), problems in zip(WRONG, json.loads(checked.stdout)):
        said = " ".join(problems)
        assert f"pg_summary.{problem} " in said and hint in said, (settings, problems)


def test_settings_that_are_right(site_database, valkey):
    settings = (
        "{'REDIS_TIMEOUT': 1, 'STATEMENT_TIMEOUT': 0.5, 'TTL': {'conf_summary': 5, 'dashboard_summary': 0.5},"
        " 'WARM_DAYS': [1, 36500], 'WARM_TIME_ZONES': ['Asia/Tokyo'], 'STALE_WHILE_REVALIDATE': 0, 'HARD_TTL': 2592000}"
    )
    found = manage(ApiServer(site_database, valkey.url, settings=settings), "check")
    assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stdout


@pytest.mark.parametrize("days", ["0", "-5", "99999"])
def test_days_that_no_window_has(cold, days):
    found = manage(cold, "warm_dashboard_cache", "--days", "7", f"--days={days}")
    assert found.returncode == 1 and "from 1 to 36500" in found.stdout and "warmed" not in found.stdout


@pytest.mark.parametrize("name", ["VIEW_BASE", "HEALTH_VIEW_BASE"])
def test_a_base_of_the_views_that_is_not_there(site_database, valkey, name):
    server = ApiServer(site_database, valkey.url, settings=f"{{'{name}': 'nowhere.Base'}}")
    found = manage(server, "check")
    assert found.returncode == 1 and f"PG_SUMMARY['{name}']: No module named 'nowhere'" in found.stdout


def test_a_database_without_pg_summary_or_with_another_release(empty_source, site_database, cold, valkey):
    database_checks = ("check", "--tag", "database", "--database", "default")
    found = manage(ApiServer(empty_source, valkey.url), *database_checks)
    assert found.returncode == 0 and "W001" in found.stdout and "pg-summary install" in found.stdout
    with open_connection(site_database) as connection:
        before = connection.execute("select version from pgsummary.state").fetchone()[0]
        connection.execute("update pgsummary.state set version = '0.0.9'")
        found = manage(cold, *database_checks)
        connection.execute("update pgsummary.state set version = %s", [before])
    assert found.returncode == 0 and "W002" in found.stdout and "0.0.9" in found.stdout


def test_warming_once_makes_every_summary_of_every_app_a_hit(cold):
    found = manage(cold, "warm_dashboard_cache", "--days", "30", "--days", "7")
    assert found.returncode == 0 and f"warmed {3 * 2 * len(CACHED)} bodies of 3 apps" in found.stdout
    with cold as server:
        api = Caller(server.url)
        for n in (1, 2, 3):
            for days in (7, 30):
                for summary in CACHED:
                    assert api.summary(summary.path, appId=app_id(n), days=days).state == "hit"


def test_warming_goes_on_until_it_is_told_to_end(cold, valkey):
    environment = {**cold.environment(), "HOME": "/", "DJANGO_SETTINGS_MODULE": "pg_summary.sandbox.site.settings"}
    process = subprocess.Popen(
        [cold.python, "-m", "django", "warm_dashboard_cache", "--every", "200ms"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert [process.stdout.readline().startswith("warmed") for _ in range(3)] == [True] * 3
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_warming_without_redis_or_pg_summary_is_an_error(site_database, empty_source, valkey):
    assert "None" in manage(ApiServer(site_database, None), "warm_dashboard_cache").stdout
    found = manage(ApiServer(empty_source, valkey.url), "warm_dashboard_cache")
    assert found.returncode == 1 and "not installed" in found.stdout


def test_views_derive_from_the_api_servers_own_base(site_database, valkey, tmp_path):
    """Its authorization comes before anything of ours."""
    (tmp_path / "host_base.py").write_text(
        "from django.http import HttpResponseForbidden\n"
        "from django.views import View\n\n"
        "class Guarded(View):\n"
        "    def dispatch(self, request, *args, **kwargs):\n"
        "        if request.headers.get('Authorization') != 'Token good':\n"
        "            return HttpResponseForbidden()\n"
        "        return super().dispatch(request, *args, **kwargs)\n"
    )
    settings = "{'VIEW_BASE': 'host_base.Guarded'}"
    with ApiServer(
        site_database, valkey.url, settings=settings, variables={"PYTHONPATH": f"{ROOT}:{tmp_path}"}
    ) as server:
        api = Caller(server.url)
        wait_for(lambda: api.get("/hello").status == 200)
        for path in ("issues/summary", "conferences/list", "pg-summary/apps"):
            assert api.summary(path).status == 403
            assert api.summary(path, {"Authorization": "Token good"}).status == 200
        assert api.get("/v1/pg-summary/health").status == 200, "a load balancer has no token"
    settings = "{'HEALTH_VIEW_BASE': 'host_base.Guarded'}"
    with ApiServer(
        site_database, valkey.url, settings=settings, variables={"PYTHONPATH": f"{ROOT}:{tmp_path}"}
    ) as server:
        api = Caller(server.url)
        assert api.get("/v1/pg-summary/health").status == 403
        assert api.get("/v1/pg-summary/health", {"Authorization": "Token good"}).status == 200


def run_in_shell(site, code: str) -> str:
    found = manage(site, "shell", "-c", code)
    assert found.returncode == 0, found.stdout
    return found.stdout


def test_asking_leaves_no_time_limit_in_the_callers_transaction(cold):
    said = run_in_shell(
        cold,
        "from django.db import connection, transaction\n"
        "from pg_summary.django.database import ask\n"
        "with transaction.atomic():\n"
        "    limit = ask('select current_setting(%s)', ['statement_timeout'])\n"
        "    cursor = connection.cursor()\n"
        "    cursor.execute('show statement_timeout')\n"
        "    print(limit, 'then', cursor.fetchone()[0])\n",
    )
    assert "5s then 0" in said


def test_text_that_no_encoding_has_is_a_bad_parameter(cold):
    said = run_in_shell(
        cold,
        "from django.http import QueryDict\n"
        "from pg_summary.django.parameters import InvalidParameter, Parameters\n"
        "query = QueryDict(mutable=True)\n"
        "query['browser'] = '\\ud800'\n"
        "try:\n"
        "    Parameters(query).text('browser')\n"
        "except InvalidParameter as error:\n"
        "    print(error)\n",
    )
    assert "browser must be text" in said
