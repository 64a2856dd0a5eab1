"""The quality of the calls of a recent window, for `pg-summary check` and the daemon's gauges."""

from __future__ import annotations

import time
import uuid
from typing import Callable, Iterator, NamedTuple

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from pg_summary.connection import unhurried
from pg_summary.install import catalogue

# Limits of the gauges, so that many apps or codes do not make endless series.
WINDOWS = {"1h": 3600, "24h": 86400}
LOOKED_AT, MOST_APPS, MOST_CODES = 200, 20, 20
OTHER = "other"
EVERY_S = 60.0


class Quality(NamedTuple):
    """Counts of conferences; error_ratio of those that have ended, relayed_ratio of connections (None without any);
    set-up times in ms, within 2.5 % (None without any).
    """

    conferences: int
    errors: int
    warnings: int
    ongoing: int
    error_ratio: float | None
    relayed_ratio: float | None
    setup_p50_ms: float | None
    setup_p95_ms: float | None


class AppQuality(NamedTuple):
    """The quality of an app in a window (a key of WINDOWS), and its issues by code."""

    app_id: str
    app_name: str
    window: str
    quality: Quality
    issues: dict[str, int]


class Qualities(NamedTuple):
    """The quality of the apps with the most conferences of a day."""

    apps: tuple[AppQuality, ...] = ()
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


def active_apps(conn: psycopg.Connection, api_schema: str) -> dict[str, str]:
    """The names of all active apps by their ids."""
    query = sql.SQL("select {}.pg_summary_apps_json()").format(sql.Identifier(api_schema))
    ((body,),) = conn.execute(query).fetchall()
    return {app["id"]: app["name"] for app in body["data"]}


def read(conn: psycopg.Connection, api_schema: str, app_id: uuid.UUID | str, seconds: float) -> Quality:
    """The quality of the last seconds, as many as given."""
    columns = sql.SQL(", ").join(map(sql.Identifier, Quality._fields))
    query = sql.SQL(
        "select {} from {}.quality_summary(%s::uuid, now() - %s * interval '1 second', group_by => 'all')"
    ).format(columns, sql.Identifier(api_schema))
    (found,) = conn.cursor(row_factory=class_row(Quality)).execute(query, (app_id, seconds)).fetchall()
    return found


class Watcher:
    """Reads the quality of all apps, at most once a minute: a task of the daemon."""

    def __init__(self) -> None:
        self._at, self._last = -EVERY_S, Qualities()

    def watch(self, conn: psycopg.Connection, stop: Callable[[], bool] = lambda: False) -> Qualities:
        """Raises PgSummaryError."""
        started = time.monotonic()
        if started - self._at >= EVERY_S:
            with unhurried(conn, writes=False):
                apps = tuple(_of_all(conn, stop))
            self._at, self._last = started, Qualities(apps, time.monotonic() - started)
        return self._last


def _of_all(conn: psycopg.Connection, stop: Callable[[], bool]) -> Iterator[AppQuality]:
    schema = catalogue.require_installed(conn).api_schema
    names = active_apps(conn, schema)
    days = {}
    for app_id in list(names)[:LOOKED_AT]:
        if stop():
            return
        days[app_id] = read(conn, schema, app_id, WINDOWS["24h"])
    busiest = sorted((app_id for app_id in days if days[app_id].conferences), key=lambda a: -days[a].conferences)
    for app_id in busiest[:MOST_APPS]:
        for window, seconds in WINDOWS.items():
            found = days[app_id] if window == "24h" else read(conn, schema, app_id, seconds)
            yield AppQuality(app_id, names[app_id], window, found, _issues(conn, schema, app_id, seconds))


def _issues(conn: psycopg.Connection, schema: str, app_id: str, seconds: float) -> dict[str, int]:
    """Issues by code; if there are many, the most frequent, and the rest together."""
    query = sql.SQL("select code, count from {}.issue_summary(%s::uuid, now() - %s * interval '1 second')").format(
        sql.Identifier(schema)
    )
    rows = conn.execute(query, (app_id, seconds)).fetchall()
    found: dict[str, int] = dict(rows[:MOST_CODES])
    rest = sum(count for _, count in rows[MOST_CODES:])
    if rest:
        found[OTHER] = found.get(OTHER, 0) + rest
    return found
