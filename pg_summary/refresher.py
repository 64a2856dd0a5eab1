"""Fold what changed: once, or for ever as a daemon."""

from __future__ import annotations

import signal
import threading
import time
from typing import Callable, Iterator, NamedTuple

import psycopg

from pg_summary import catalogue
from pg_summary.connection import connect
from pg_summary.errors import Busy, Unreachable, translate

REFRESH = "select folded, changes_left from pgsummary.refresh({})"
REFRESH_VIEWS = "select pgsummary.refresh_views('{}')"
LONGEST_BACK_OFF_S = 30.0


class Cycle(NamedTuple):
    """What one cycle did. `note` tells why it did nothing or not all."""

    folded: int
    views: int
    seconds: float
    skipped: int = 0
    note: str | None = None


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
            views = conn.execute("select pgsummary.refresh_views()").fetchone()[0]
        except psycopg.Error as error:
            raise translate(error) from error
    return Cycle(folded, views, time.monotonic() - start)


class Daemon:
    """Refreshes every so many seconds until SIGTERM or SIGINT, which end it between two batches.

    A cycle that is late is skipped. A lost connection is made anew, with growing pauses.
    """

    def __init__(self, dsn: str | None, every: float, batch_size: int) -> None:
        self.dsn, self.every, self.batch_size = dsn, every, batch_size
        self._stop = threading.Event()

    def stop(self, *_: object) -> None:
        self._stop.set()

    def cycles(self) -> Iterator[Cycle]:
        """Run, and yield what each cycle did. The first connection must succeed; raises NotInstalled."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        conn = connect(self.dsn)
        catalogue.require_installed(conn)
        due, back_off, skipped = time.monotonic(), 1.0, 0
        while not self._stop.is_set():
            try:
                if conn.closed:
                    conn = connect(self.dsn)
                yield refresh(conn, self.batch_size, self._stop.is_set)._replace(skipped=skipped)
                back_off = 1.0
            except Busy as error:
                yield Cycle(0, 0, 0.0, skipped, str(error))
            except Unreachable as error:
                conn.close()
                yield Cycle(0, 0, 0.0, skipped, f"{error}; next attempt in {back_off:.0f} s")
                self._stop.wait(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_S)
                continue
            now = time.monotonic()
            skipped = int((now - due) // self.every)
            due += (skipped + 1) * self.every
            self._stop.wait(due - now)
        conn.close()
