"""Connections to the database that summaries live in."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import Iterator

import psycopg
from psycopg.conninfo import conninfo_to_dict

from pg_summary.errors import Unreachable, redact, translate


def connect(dsn: str | None = None) -> psycopg.Connection:
    """Connect to `dsn`, else to PG_SUMMARY_DSN, DATABASE_URL, or where libpq's own variables point.

    In autocommit mode, without prepared statements (poolers may not keep them) and with no setting that a
    summary could depend on. Raises Unreachable.
    """
    where = dsn or os.environ.get("PG_SUMMARY_DSN") or os.environ.get("DATABASE_URL") or ""
    where = re.sub(r"^(postgres|postgis|pgsql|psql)(ql)?(\+\w+)?://", "postgresql://", where.strip())
    try:
        conninfo_to_dict(where)
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise Unreachable(f"the DSN can't be read: {redact(reason, where)}") from None
    try:
        conn = psycopg.connect(
            where,
            autocommit=True,
            prepare_threshold=None,
            client_encoding="utf8",
            fallback_application_name="pg-summary",
        )
        # The driver reads no other; a pooler keeps it apart for each client.
        conn.execute("set datestyle = 'ISO, MDY'")
        return conn
    except psycopg.Error as error:
        known = translate(error)
        raise type(known)(redact(str(known), where), known.hint) from None


@contextmanager
def unhurried(conn: psycopg.Connection) -> Iterator[None]:
    """A transaction that may write and takes its time, whatever the role or the database has set."""
    with conn.transaction():
        conn.execute("set transaction read write")
        conn.execute("set local statement_timeout = 0")
        yield
