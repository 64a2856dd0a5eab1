"""Compare facts and rollups with the source tables, and repair what differs."""

from __future__ import annotations

from typing import Callable, NamedTuple
from uuid import UUID

import psycopg

from pg_summary.connection import only_value, unhurried
from pg_summary.install import BATCH_SIZE
from pg_summary.refresher import drain


class Problem(NamedTuple):
    """A difference: the kind of object, which one, and how it differs."""

    kind: str
    entity: str
    problem: str


def compare(conn: psycopg.Connection, app_id: UUID | None = None) -> list[Problem]:
    """The differences, of one app or of all. Raises PgSummaryError."""
    with unhurried(conn, writes=False):
        found = conn.execute("select kind, entity, problem from pgsummary.verify(%s)", (app_id,))
        return [Problem(*row) for row in found]


def repair(conn: psycopg.Connection, app_id: UUID | None = None) -> int:
    """Log the wrong facts, so that the next fold counts them again; returns how many. Raises PgSummaryError."""
    with unhurried(conn):
        return int(only_value(conn, "select pgsummary.repair(%s)", (app_id,)))


def fold_repairs(conn: psycopg.Connection, progress: Callable[[int, int], None]) -> None:
    """Fold what repair() logged, which corrects facts and rollups together. Raises PgSummaryError."""
    drain(conn, BATCH_SIZE, progress)
