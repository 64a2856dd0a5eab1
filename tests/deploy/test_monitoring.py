"""The alert rules and the Grafana dashboard of deploy/: every query runs, every metric is one that the daemon tells, and
promtool, where there is one, finds nothing and sees the alerts fire.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from source_rows import APPS, Writer
from support import open_connection

from pg_summary.quality import AppQuality, Qualities, Quality
from pg_summary.serve.metrics import Metrics

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "pg-summary-alerts.yml"
DASHBOARD = json.loads((DEPLOY / "grafana" / "pg-summary.json").read_text())
TESTS = Path(__file__).with_name("alerts_test.yml")
QUERIES = [
    (panel["title"], target["rawSql"])
    for panel in DASHBOARD["panels"]
    for target in panel["targets"]
    if "rawSql" in target
]
EXPRESSIONS = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"] if "expr" in target]
ROLE = "grafana_reader"


@pytest.fixture(scope="module")
def promtool():
    found = os.environ.get("PG_SUMMARY_PROMTOOL") or shutil.which("promtool")
    if not found:
        pytest.skip("NO PROMTOOL HERE: apt-get install prometheus, or PG_SUMMARY_PROMTOOL=/path/to/promtool")
    return found


def run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout


def told() -> set[str]:
    """The names of all samples of a daemon that has a cache and an app."""

    class Usage:
        database = "0123456789abcdef"

        def totals(self):
            return {}

    metrics = Metrics(Usage(), 30)
    metrics.succeeded, metrics.took = {"refresh": 1.0}, {"refresh": 1.0}
    quality = Quality(4, 1, 1, 1, 0.3, 0.1, 200.0, 900.0)
    metrics.quality = Qualities((AppQuality("id", "Shop", "1h", quality, {"ice_failed": 1}),))
    return {sample.name for family in metrics.collect() for sample in family.samples}


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\bpg_summary_\w+", expression))


def test_every_rule_asks_for_metrics_that_there_are():
    known = told()
    rules = re.findall(r"expr: (.*?)\n +(?:for|labels):", RULES.read_text(), re.DOTALL)
    assert len(rules) == RULES.read_text().count("- alert:") > 5
    for expression in [*rules, *EXPRESSIONS]:
        assert names_in(expression) and names_in(expression) <= known, expression


def test_promtool_finds_nothing_in_the_rules(promtool):
    run(promtool, "check", "rules", RULES)


def test_the_alerts_fire_and_stay_quiet(promtool, tmp_path):
    test = tmp_path / "alerts.yml"
    test.write_text(TESTS.read_text().replace("RULES", json.dumps(str(RULES))))
    run(promtool, "test", "rules", test)


def test_every_alert_is_tested():
    tested = set(re.findall(r"alertname: (\w+)", TESTS.read_text()))
    assert tested == set(re.findall(r"alert: (\w+)", RULES.read_text()))


def test_promtool_can_read_what_the_dashboard_asks(promtool, tmp_path):
    rules = [
        {"record": f"expression_{n}", "expr": expression.replace("$__rate_interval", "5m")}
        for n, expression in enumerate(EXPRESSIONS)
    ]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    run(promtool, "check", "rules", file)


@pytest.fixture(scope="module")
def reader(shared_database):
    """A connection of a role that may call the functions and nothing else, to a database with one call."""
    with open_connection(shared_database) as connection:
        Writer(connection, None).prepare()
        connection.execute(
            "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
            "values (md5('c')::uuid, 'c', false, 90, '2026-03-03 10:00+00', true, %s)",
            [APPS[0]],
        )
        connection.execute(f"create role {ROLE}")
        connection.execute(
            "do $$ declare f regprocedure; begin for f in select oid from pg_proc "
            "where pronamespace = 'public'::regnamespace and proname like any (array['%summary%', '%options%', '%list%']) "
            f"loop execute format('grant execute on function %s to {ROLE}', f); end loop; end $$"
        )
        connection.execute(f"set role {ROLE}")
        yield connection
        connection.execute("reset role")
        connection.execute(f"drop owned by {ROLE}")
        connection.execute(f"drop role {ROLE}")


def filled(query: str, **variables: str) -> str:
    """A query as Grafana sends it."""
    query = query.replace("$__timeFrom()", "'2026-03-01T00:00:00Z'").replace("$__timeTo()", "'2026-03-31T00:00:00Z'")
    for name, value in variables.items():
        query = query.replace("${" + name + ":sqlstring}", "'" + value.replace("'", "''") + "'")
    assert "$" not in query, query
    return query


@pytest.mark.parametrize("group_by", ["hour", "day", "week", "month"])
@pytest.mark.parametrize(("title", "query"), QUERIES, ids=lambda text: text if len(text) < 50 else "query")
def test_every_query_of_the_dashboard_runs(reader, title, query, group_by):
    variables = {"app": str(APPS[0]), "group_by": group_by, "time_zone": "Europe/Berlin"}
    for filters in (
        {"browser": "", "country": "", "app_version": ""},
        {"browser": "O'Neil", "country": "DE", "app_version": "1"},
    ):
        cursor = reader.execute(filled(query, **variables, **filters))
        columns = [column.name for column in cursor.description]
        assert len(columns) > 1
        rows = cursor.fetchall()
        if "as time" in query and not filters["browser"]:
            assert columns[0] == "time" and len(rows) == 1


def test_the_apps_to_choose_from(reader):
    (variable,) = (v for v in DASHBOARD["templating"]["list"] if v["name"] == "app")
    rows = reader.execute(variable["query"]).fetchall()
    assert str(APPS[0]) in {value for value, _ in rows}


def test_every_variable_that_a_query_names_is_there():
    known = {variable["name"] for variable in DASHBOARD["templating"]["list"]}
    assert {name for _, query in QUERIES for name in re.findall(r"\$\{(\w+)", query)} <= known
