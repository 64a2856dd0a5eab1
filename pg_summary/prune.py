"""Drop names that nothing says any more, and forget an app."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator
from uuid import UUID

import psycopg

from pg_summary.connection import only_value, unhurried
from pg_summary.errors import PgSummaryError, translate
from pg_summary.install import BATCH_SIZE
from pg_summary.refresher import PATIENCE_S, drain, when_free

# Each refers to the next: in this order, each in its own transaction.
DICTIONARIES = ("profile", "segment", "term", "place", "gum_error")
VIEWS = ("session_daily", "issue_daily", "conference_daily", "connection_daily")


def fold(conn: psycopg.Connection, progress: Callable[[int, int], None]) -> int:
    """Fold what changed, so that facts match their rows; returns how many changes. Raises PgSummaryError."""
    return when_free(lambda: drain(conn, BATCH_SIZE, progress))


def drop(conn: psycopg.Connection, dictionary: str) -> int:
    """Drop from a dictionary what nothing says any more; returns how many rows. Raises PgSummaryError."""
    with _between_refreshes(conn):
        return _prune(conn, dictionary)


def forget(conn: psycopg.Connection, app_id: UUID) -> dict[str, int]:
    """Remove an app from all our tables; returns how many rows of each. Raises PgSummaryError."""
    with _between_refreshes(conn):
        return _forget(conn, app_id)


def foresee(conn: psycopg.Connection, app_id: UUID | None) -> tuple[dict[str, int], dict[str, int]]:
    """What forget() and drop() would do now, by doing it and rolling back. Raises PgSummaryError."""
    with _between_refreshes(conn):
        removed = _forget(conn, app_id) if app_id else {}
        dropped = {dictionary: _prune(conn, dictionary) for dictionary in DICTIONARIES}
        conn.execute("rollback")
    return removed, dropped


def wipe(conn: psycopg.Connection) -> None:
    """Remove what was dropped from materialized views, pages and the planner's statistics, which keep samples.

    Raises PgSummaryError.
    """
    with _between_refreshes(conn):
        problem = only_value(conn, "select problem from pgsummary.refresh_views('0')")
    if problem:
        raise PgSummaryError(
            problem, "It still shows what was dropped. Run pg-summary prune again when this is solved."
        )
    tables = ", ".join(f"pgsummary.{name}" for name in (*DICTIONARIES, "filter_value", *VIEWS))
    try:
        conn.execute("set statement_timeout = 0")
        conn.execute(f"vacuum (analyze, truncate false) {tables}")
    except psycopg.Error as error:
        raise translate(error) from error


def _prune(conn: psycopg.Connection, dictionary: str) -> int:
    return int(only_value(conn, "select pgsummary.prune(%s)", (dictionary,)))


def _forget(conn: psycopg.Connection, app_id: UUID) -> dict[str, int]:
    return dict(conn.execute("select table_name, removed from pgsummary.forget_app(%s)", (app_id,)).fetchall())


@contextmanager
def _between_refreshes(conn: psycopg.Connection) -> Iterator[None]:
    with unhurried(conn):
        conn.execute(f"set local lock_timeout = '{PATIENCE_S:.0f}s'")
        conn.execute("select pg_advisory_xact_lock(hashtext('pgsummary.refresh'))")
        yield
