"""The tasks of the daemons: refresh, warm, and a look at the health of the database."""

from __future__ import annotations

import time
from datetime import date
from typing import Any, Callable, NamedTuple

import psycopg

from pg_summary import archive, health, quality, refresher
from pg_summary.connection import unhurried
from pg_summary.install import catalogue
from pg_summary.serve.daemon import Task

HEALTH = Task("health", health.read, health.Health())


def quality_task() -> Task:
    """Reads the quality of the last hour and day, for the gauges."""
    return Task("quality", quality.Watcher().watch, quality.Qualities())


def refresh_task(batch_size: int) -> Task:
    """Folds what changed, `batch_size` changes to a transaction."""
    refreshing = refresher.Refresher(batch_size)

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> refresher.Cycle:
        with unhurried(conn, writes=False):
            catalogue.require_primary(conn)
        return refreshing.refresh(conn, stop)

    return Task("refresh", run, refresher.Cycle())


class Archived(NamedTuple):
    """What was archived in a cycle: how many days with rows."""

    days: int = 0
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


# How long a cycle archives before it folds and warms again: the first time there may be years to archive.
ARCHIVE_S = 10.0


def archive_task(bound: Callable[[], date], batch_size: int) -> Task:
    """Archives the days before the bound, once each UTC day."""
    reached: date | None = None

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> Archived:
        nonlocal reached
        before, started = bound(), time.monotonic()
        if reached is not None and reached >= before:
            return Archived()
        with unhurried(conn, writes=False):
            catalogue.require_primary(conn)
        reached = archive.archived_before(conn)
        if reached is not None and reached >= before:
            return Archived()
        days = archive.archive(conn, before, batch_size, stop=lambda: stop() or time.monotonic() > started + ARCHIVE_S)
        reached = archive.archived_before(conn)
        note = f"archived {len(days):,} days; all days before {reached} are archived" if reached else None
        return Archived(len(days), time.monotonic() - started, note=note)

    return Task("archive", run, Archived())


def warm_task(warmer: Any, statement_timeout: float) -> Task:
    """Warms the cache. It needs the extra cache, so it is imported only here."""
    from pg_summary.cache import Warmed
    from pg_summary.cache.warmer import tell
    from pg_summary.serve.warm import warm

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> Warmed:
        return warm(conn, warmer, statement_timeout, stop)

    return Task("warm", run, Warmed(), words=lambda warmed: tell(warmed, again=True)[-1])
