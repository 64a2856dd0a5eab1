"""Warming over the command line's connection."""

from __future__ import annotations

import json
from typing import Any, Callable

import psycopg

from pg_summary.cache import Warmed, Warmer, call
from pg_summary.connection import only_value, unhurried
from pg_summary.install import catalogue


def warm(conn: psycopg.Connection, warmer: Warmer, timeout: float, stop: Callable[[], bool] = lambda: False) -> Warmed:
    """Warm once. `timeout`: seconds that a statement may take. Raises PgSummaryError if the apps can't be read."""
    with unhurried(conn, writes=False):
        warmer.schema = catalogue.require_installed(conn).api_schema

    def ask(query: str, parameters: list[Any]) -> str:
        with unhurried(conn, writes=False):
            conn.execute(f"set local statement_timeout = {round(1000 * timeout)}")
            return str(only_value(conn, query, parameters))

    apps = json.loads(ask(*call("pg_summary_apps", {}, warmer.schema)))
    return warmer.cycle(apps, ask, stop)
