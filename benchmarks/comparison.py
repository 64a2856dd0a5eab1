"""What people use today beside pg-summary, on one server and the same data, chart by chart and as a whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any, Sequence

import psycopg

from benchmarks.answers import FUNCTIONS, NOT_A_CHART, PLAIN, Pair, end_calls, fold, plain_indexes, reopen_calls
from benchmarks.data import MAIN_APP, SINCE, Database
from benchmarks.refresh import FEW, plain_views, refreshed_views_s
from benchmarks.timing import seconds, times_ms
from pg_summary.sandbox.api_server import ApiServer

# What answers from the daily sums of plain/matviews.sql, to whole UTC days.
OVER_VIEWS = {
    "conference_summary": "select day, success, warning, error, ongoing, total from plain_conference_daily "
    "where app_id = %(app_id)s and day >= %(since)s::date order by day",
    "issue_summary": "select code, sum(issues), sum(conferences) from plain_issue_daily "
    "where app_id = %(app_id)s and day >= %(since)s::date group by code order by 2 desc, 1",
    "connection_summary": "select sum(direct), sum(relayed) from plain_connection_daily "
    "where app_id = %(app_id)s and day >= %(since)s::date",
    "session_summary": "select value, sum(sessions) from plain_session_daily "
    "where app_id = %(app_id)s and day >= %(since)s::date and dimension = 'browser' group by 1 order by 2 desc, 1",
}
_PLAIN_INDEXES_SIZE = """
select coalesce(sum(pg_relation_size(c.oid)), 0)::bigint from pg_class c
where c.relkind = 'i' and c.relname = any(%s)
"""


def comparison(database: Database, repeat: int) -> dict[str, Any]:
    """Times in milliseconds by chart and way; what each way costs beside."""
    charts: dict[str, dict[str, Any]] = {}
    for name, figures in orm(database, repeat).items():
        charts[name] = {"ours": figures["ours"], "orm": figures["orm"], "bytes": figures["bytes"]}
    parameters = {"app_id": MAIN_APP, "since": SINCE}
    conn = database.conn
    with plain_indexes(database):
        for name in FUNCTIONS:
            if name in charts:
                plain = Pair(name, {}).plain
                charts[name]["plain"] = times_ms(lambda: conn.execute(plain, parameters).fetchall(), repeat)  # noqa: B023
        names = re.findall(r"create index (\w+)", (PLAIN / "indexes.sql").read_text(encoding="utf-8"))
        plain_bytes = conn.execute(_PLAIN_INDEXES_SIZE, [names]).fetchone()[0]
    whole = [charts[name]["plain"] for name in FUNCTIONS if name != NOT_A_CHART and name in charts]
    charts["dashboard_summary"]["plain"] = [sum(times) for times in zip(*whole)]
    return {"charts": charts, "plain_bytes": plain_bytes, **_views(database, charts, repeat), **_ours(database, repeat)}


def orm(database: Database, repeat: int) -> dict[str, dict[str, Any]]:
    """Ours and the ORM's, in a process with Django set up on the database, without HTTP."""
    server = ApiServer(database.dsn, None)
    environment = {**server.environment(), "HOME": "/", "DJANGO_SETTINGS_MODULE": "pg_summary.sandbox.site.settings"}
    command = [sys.executable, "-m", "benchmarks.orm", str(MAIN_APP), SINCE.isoformat(), str(repeat)]
    done = subprocess.run(command, env={**environment, "PYTHONPATH": os.getcwd()}, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _views(database: Database, charts: dict[str, dict[str, Any]], repeat: int) -> dict[str, Any]:
    """Materialized views: answers (into `charts`), a refresh of all after a change, and their size."""
    conn = database.conn
    with plain_views(conn) as names:
        conn.execute("analyze")
        parameters = {"app_id": MAIN_APP, "since": SINCE}
        for name, query in OVER_VIEWS.items():
            charts[name]["views"] = times_ms(lambda: conn.execute(query, parameters).fetchall(), repeat)  # noqa: B023
        return {"views_refresh_s": refreshed_views_s(database, names), "views_bytes": _size(conn, names)}


def _size(conn: psycopg.Connection, names: Sequence[str]) -> int:
    query = "select sum(pg_total_relation_size(name::regclass))::bigint from unnest(%s::text[]) as name"
    return conn.execute(query, [list(names)]).fetchone()[0]


def _ours(database: Database, repeat: int) -> dict[str, Any]:
    reopen_calls(database, FEW * (repeat + 1))
    times = []
    for _ in range(repeat + 1):
        end_calls(database, FEW)
        times.append(seconds(lambda: fold(database)))
    size = database.conn.execute("select sum(bytes)::bigint from pgsummary.size").fetchone()[0]
    return {"ours_refresh_s": times[1:], "ours_bytes": size}
