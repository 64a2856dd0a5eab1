"""Fold what changed."""

from __future__ import annotations

import time
from typing import Callable, NamedTuple, TypeVar

import psycopg

from pg_summary.connection import only_row, only_value, unhurried
from pg_summary.errors import Busy, translate

REFRESH = "select folded, changes_left from pgsummary.refresh({})"
REFRESH_VIEWS = "select r.* from pgsummary.refresh_views('{}') r"
VIEWS_RETRY_S = 300.0
# How long to wait for another refresh. A batch never takes more than some seconds.
PATIENCE_S = 60.0

Result = TypeVar("Result")


class Cycle(NamedTuple):
    """What one cycle did. `note` says why it did nothing or not everything, `failed` whether that is an error."""

    folded: int = 0
    views: int = 0
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


def when_free(run: Callable[[], Result], stop: Callable[[], bool] = lambda: False) -> Result:
    """Run what another refresh may block, again and again until it does not. Raises Busy."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return run()
        except Busy:
            if stop() or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def drain(
    conn: psycopg.Connection,
    batch_size: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Fold batch after batch until what was logged at the start is folded; returns how many changes.

    Each batch has its own transaction; a batch that needs more room than this role may use is folded in parts. Raises
    Busy if another refresh runs.
    """
    done = 0
    total: int | None = None
    while not stop():
        try:
            with unhurried(conn):
                folded, changes_left = _fold(conn, batch_size)
        except _TooLarge as error:
            if batch_size == 1:
                raise translate(error.reason) from error
            batch_size = max(1, batch_size // 4)
            continue
        done += folded
        if not changes_left:
            progress(done, done)
            break
        if total is None:
            with unhurried(conn, writes=False):
                total = done + only_value(conn, "select backlog from pgsummary.status")
        progress(done, max(done, total))
        # Writers go on logging: the next refresh folds what came after the start. After the log, days are segmented.
        if folded and done - folded >= total:
            break
    return done


class _TooLarge(Exception):
    """A batch exceeded a limit of this role, such as temp_file_limit, or the available memory."""

    def __init__(self, reason: psycopg.Error) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _fold(conn: psycopg.Connection, batch_size: int) -> tuple[int, bool]:
    try:
        folded, changes_left = only_row(conn, REFRESH.format(int(batch_size)))
        return folded, changes_left
    except (psycopg.errors.ConfigurationLimitExceeded, psycopg.errors.OutOfMemory) as error:
        raise _TooLarge(error) from error


class Refresher:
    """Refreshes over and over: all changes, then the materialized views that need it.

    Views that can't be refreshed do not stop folding; they are tried again every few minutes.
    """

    def __init__(self, batch_size: int) -> None:
        self.batch_size = batch_size
        self._problem: str | None = None
        self._retry_at = 0.0

    def refresh(
        self,
        conn: psycopg.Connection,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Cycle:
        """One refresh. Raises Busy."""
        started = time.monotonic()
        folded = drain(conn, self.batch_size, progress, stop)
        views = 0
        if not stop() and started >= self._retry_at:
            with unhurried(conn):
                row = only_row(conn, "select r.* from pgsummary.refresh_views() r")
            # Until the database is upgraded too, it is only the number.
            views, self._problem = (*row, None)[:2]
            self._retry_at = time.monotonic() + VIEWS_RETRY_S if self._problem else 0.0
        took = time.monotonic() - started
        return Cycle(folded, views, took, note=self._problem, failed=bool(self._problem))
