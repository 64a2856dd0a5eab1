"""Fold what changed."""

from __future__ import annotations

import time
from typing import Callable, NamedTuple

import psycopg

from pg_summary.connection import unhurried
from pg_summary.errors import translate

REFRESH = "select folded, changes_left from pgsummary.refresh({})"
REFRESH_VIEWS = "select pgsummary.refresh_views('{}')"


class Cycle(NamedTuple):
    """What one cycle did. `note` tells why it did nothing or not all, `failed` whether that is a fault."""

    folded: int = 0
    views: int = 0
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


def drain(
    conn: psycopg.Connection,
    batch_size: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Fold batch after batch until what was logged at the start is folded; returns how many changes.

    Each batch is a transaction of its own. Raises Busy where another refresh runs.
    """
    done, total = 0, None
    while not stop():
        try:
            with unhurried(conn):
                folded, changes_left = conn.execute(REFRESH.format(int(batch_size))).fetchone()
        except psycopg.Error as error:
            raise translate(error) from error
        done += folded
        if not changes_left:
            progress(done, done)
            break
        if total is None:
            total = done + conn.execute("select backlog from pgsummary.status").fetchone()[0]
        progress(done, max(done, total))
        # Writers go on logging: what came after the start is the next refresh's. After the log come days to segment.
        if folded and done - folded >= total:
            break
    return done


def refresh(conn: psycopg.Connection, batch_size: int, stop: Callable[[], bool] = lambda: False) -> Cycle:
    """One refresh: all changes, then the materialized views that need it. Raises Busy."""
    start = time.monotonic()
    folded = drain(conn, batch_size, stop=stop)
    views = 0
    if not stop():
        try:
            with unhurried(conn):
                views = conn.execute("select pgsummary.refresh_views()").fetchone()[0]
        except psycopg.Error as error:
            raise translate(error) from error
    return Cycle(folded, views, time.monotonic() - start)
