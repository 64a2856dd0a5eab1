"""Loads deterministic, realistic data into the source tables; data.sql makes the values in the server."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Callable
from uuid import UUID

import psycopg

from pg_summary.connection import only_value
from pg_summary.sandbox.source import HERE, create_source_keys, create_source_tables, source_keys, work_in

TABLES = (
    "organization",
    "app",
    "participant",
    "conference",
    "participant_conferences",
    "app_session",
    "app_connection",
    "app_issue",
)


def app_id(number: int) -> UUID:
    """The id of a generated app: 1 is the main one, 2 and 3 have 8 % and 3 % of its conferences."""
    return UUID(hashlib.md5(f"app{number}".encode()).hexdigest())


MAIN_APP = app_id(1)


def load(
    conn: psycopg.Connection,
    days: int = 90,
    scale: float = 1.0,
    end: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    schema: str = "public",
    release_days: int = 9,
) -> None:
    """Fill the source tables: `days` days up to `end`, 42,000 * scale conferences a month in the main app.

    A new version of the app appears every `release_days` and disappears soon after: over years of short ones, there are
    tens of thousands of combinations of filter values. Creates the tables if they are missing, and
    then their keys after the data, which is faster. `days`, `scale`, `release_days` and `end` (an aware datetime,
    by default now, rounded up to the minute) determine everything: what the tables hold at `end`, including calls
    that still go on. Commits day by day and calls progress(done, total) after each step. The
    connection must not be in a transaction. Raises ValueError if the tables hold an app already.
    """
    end = _whole_minute(end or datetime.now(timezone.utc))
    start = end - timedelta(days=days)
    first_hour = start.replace(minute=0)
    with conn.transaction():
        query = "select to_regclass(format('%%I.app', %s::text)) is null"
        fresh = only_value(conn, query, [schema])
    if fresh:
        create_source_tables(conn, schema)

    total = days + 2 + (len(source_keys()) if fresh else 0)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    with conn.transaction():
        work_in(conn, schema)
        if only_value(conn, "select exists (select from app)"):
            raise ValueError(f"the tables in schema {schema} are not empty")
        conn.execute((HERE / "data.sql").read_text())
        conn.execute("select pg_temp.demo_start(%s, %s)", [start, scale])
    try:
        for day in range(days + 1):
            with conn.transaction():
                work_in(conn, schema)
                conn.execute("set local jit = off")  # compiling so many expressions takes seconds a day
                hour = first_hour + timedelta(days=day)
                conn.execute("select pg_temp.demo_load(%s, 24, %s, %s, %s)", [hour, start, end, release_days])
            step()
    finally:
        with conn.transaction():
            conn.execute("discard temp")
    if fresh:
        with conn.transaction():
            conn.execute("set local maintenance_work_mem = '256MB'")
            create_source_keys(conn, schema, after_each=step)
    with conn.transaction():
        work_in(conn, schema)
        conn.execute(f"analyze {', '.join(TABLES)}")
    step()


def _whole_minute(moment: datetime) -> datetime:
    """The moment in UTC, rounded up to the minute."""
    moment = moment.astimezone(timezone.utc)
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)
