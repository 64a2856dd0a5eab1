"""The server and its databases: generated data of 90 days at a scale, without pg-summary at first."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Callable, Iterator, NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pg_summary.connection import connect
from pg_summary.sandbox import data as generated
from pg_summary.sandbox.server import Server

DAYS = 90
# Of an aged database an app's versions come and go faster, so that tens of thousands of profiles have been.
RELEASE_DAYS, AGED_RELEASE_DAYS = 9, 2
# Off every bucket's edge, so that both ends of the range are cut off as a dashboard's are.
END = datetime(2026, 11, 5, 10, 7, tzinfo=timezone.utc)
SINCE = END - timedelta(days=30)
TODAY = END.replace(hour=0, minute=0)
MAIN_APP = generated.MAIN_APP
SIDE_APP = generated.app_id(3)

# What a summary reads, and so what its facts and rollups are compared with.
SOURCE_TABLES = (
    "conference",
    "participant",
    "participant_conferences",
    "app_session",
    "app_connection",
    "app_issue",
)
SHOWN_SETTINGS = (
    "shared_buffers",
    "effective_cache_size",
    "work_mem",
    "random_page_cost",
    "jit",
    "max_parallel_workers_per_gather",
    "autovacuum",
    "fsync",
    "synchronous_commit",
)


class Database(NamedTuple):
    """A database with data at a scale (1: 42,000 conferences in the main app's last 30 days)."""

    scale: float
    dsn: str
    conn: psycopg.Connection

    def connect(self) -> psycopg.Connection:
        conn = connect(self.dsn)
        # Plain SQL reads a time without an offset as the session's.
        conn.execute("set time zone 'UTC'")
        return conn

    def vacuum(self) -> None:
        """What autovacuum would have done by and by: it is off, so that it disturbs no measurement."""
        self.conn.execute("vacuum (analyze)")


@contextmanager
def open_server(dsn: str | None) -> Iterator[str]:
    """The DSN to create databases with: the one given, or that of a server of our own."""
    if dsn:
        yield dsn
        return
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    settings = {
        "shared_buffers": f"{min(2048, memory_mb // 4)}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "work_mem": "64MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "8GB",
        "random_page_cost": 1.1,
        "autovacuum": "off",
    }
    with Server(settings=settings) as server:
        yield server.dsn()


@contextmanager
def database(dsn: str, scale: float, progress: Callable[[int, int], None], days: int = DAYS) -> Iterator[Database]:
    """A new database with data at a scale, dropped at the end; raises psycopg's error if its name is taken."""
    name = f"pg_summary_benchmark_{scale:g}"
    with connect(dsn) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            made = Database(scale, make_conninfo(dsn, dbname=name), admin)
            with made.connect() as conn:
                made = made._replace(conn=conn)
                release_days = RELEASE_DAYS if days <= DAYS else AGED_RELEASE_DAYS
                generated.load(conn, days, scale, END, progress, release_days=release_days)
                made.vacuum()
                yield made
        finally:
            admin.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))


def describe(dsn: str) -> dict[str, str]:
    """The server's version, this machine's cores and the settings that matter."""
    with connect(dsn) as conn:
        version = conn.execute("select split_part(version(), ' on ', 1)").fetchone()[0]
        settings = {name: conn.execute("select current_setting(%s)", [name]).fetchone()[0] for name in SHOWN_SETTINGS}
    return {"server": version, "cores": str(os.cpu_count()), **settings}
