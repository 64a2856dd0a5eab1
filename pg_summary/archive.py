"""Archive days: their numbers stay, and their rows may go."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any, Callable, NamedTuple

import psycopg

from pg_summary.connection import only_row, only_value, unhurried
from pg_summary.errors import NotFolded
from pg_summary.refresher import drain, when_free

# The youngest days stay open: their calls still change, and they may not have ended in every zone.
LEAST_DAYS = 7
ATTEMPTS = 10


class Day(NamedTuple):
    """A UTC day, and how many of its rows count."""

    day: date
    conferences: int
    sessions: int
    connections: int
    issues: int


class Rows(NamedTuple):
    """How many rows of a kind were counted when days were archived, and how many of them still exist."""

    kind: str
    counted: int
    present: int


def latest() -> date:
    """The last date before which days may be archived."""
    return datetime.now(timezone.utc).date() - timedelta(days=LEAST_DAYS)


def archived_before(conn: psycopg.Connection) -> date | None:
    """The date before which days are archived; None if none are."""
    with unhurried(conn, writes=False):
        found: date | None = only_value(conn, "select s.archived_before from pgsummary.state s")
    return found


def days_to_archive(conn: psycopg.Connection, before: date) -> list[Day]:
    """The days before a date that have rows and are not archived, oldest first."""
    with unhurried(conn, writes=False):
        return [Day(*row) for row in conn.execute("select d.* from pgsummary.days_to_archive(%s) d", (before,))]


def archive(
    conn: psycopg.Connection,
    before: date,
    batch_size: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Day]:
    """Archive the days before a date, each in a transaction of its own; returns those that had rows.

    Another refresh can run between two days. This folds the changes that are not folded yet. Raises
    Busy, NotFolded.
    """
    when_free(lambda: drain(conn, batch_size, stop=stop), stop)
    closed: list[Day] = []
    days = days_to_archive(conn, before)
    for day in days:
        if stop():
            return closed
        closed.append(Day(day.day, *_archive_day(conn, day.day, batch_size, stop)))
        progress(len(closed), len(days))
    bound = archived_before(conn)
    if not stop() and (bound is None or bound < before):
        _archive_day(conn, before - timedelta(days=1), batch_size, stop)
    return closed


def _archive_day(conn: psycopg.Connection, day: date, batch_size: int, stop: Callable[[], bool]) -> tuple[Any, ...]:
    def run() -> tuple[Any, ...]:
        with unhurried(conn):
            return only_row(conn, "select d.* from pgsummary.archive_day(%s) d", (day,))

    for _ in range(ATTEMPTS):
        try:
            return when_free(run, stop)
        except NotFolded:
            # Somebody has just written to rows of that day.
            when_free(lambda: drain(conn, batch_size, stop=stop), stop)
    return when_free(run, stop)


def reopening(conn: psycopg.Connection, from_day: date) -> list[Rows]:
    """How many rows the archived days from this one on counted, and how many of them would be counted again."""
    with unhurried(conn, writes=False):
        return [Rows(*row) for row in conn.execute("select r.* from pgsummary.reopening(%s) r", (from_day,))]


def reopen(conn: psycopg.Connection, from_day: date) -> int:
    """Open archived days again, from this one on; returns how many. Refreshes fold them. Raises Busy."""

    def run() -> int:
        with unhurried(conn):
            return int(only_value(conn, "select pgsummary.reopen_days(%s)", (from_day,)))

    return when_free(run)
