"""The tasks of the daemons: refresh, warm, and a look at the health of the database."""

from __future__ import annotations

from typing import Any, Callable

import psycopg

from pg_summary import health, quality, refresher
from pg_summary.connection import unhurried
from pg_summary.install import catalogue
from pg_summary.serve.daemon import Task

HEALTH = Task("health", health.read, health.Health())


def quality_task() -> Task:
    """Looks at the calls of the last hour and day, for the gauges."""
    return Task("quality", quality.Watcher().watch, quality.Qualities())


def refresh_task(batch_size: int) -> Task:
    """Folds what changed, `batch_size` changes to a transaction."""
    refreshing = refresher.Refresher(batch_size)

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> refresher.Cycle:
        with unhurried(conn, writes=False):
            catalogue.require_primary(conn)
        return refreshing.refresh(conn, stop)

    return Task("refresh", run, refresher.Cycle())


def warm_task(warmer: Any, statement_timeout: float) -> Task:
    """Warms the cache. It needs the extra cache, which is why nothing of that is imported before."""
    from pg_summary.cache import Warmed
    from pg_summary.cache.warmer import tell
    from pg_summary.serve.warm import warm

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> Warmed:
        return warm(conn, warmer, statement_timeout, stop)

    return Task("warm", run, Warmed(), words=lambda warmed: tell(warmed, again=True)[-1])
