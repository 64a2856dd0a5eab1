"""The tables of a PeerMetrics database, empty, as its Django migrations make them."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import psycopg
from psycopg import sql

HERE = Path(__file__).parent


def create_source_schema(conn: psycopg.Connection, schema: str = "public") -> None:
    """Create the source tables with their keys and indexes in a schema, which is created if it is missing."""
    with conn.transaction():
        create_source_tables(conn, schema)
        create_source_keys(conn, schema)


def create_source_tables(conn: psycopg.Connection, schema: str = "public") -> None:
    """Create the source tables without keys and indexes, to load data first."""
    with conn.transaction():
        conn.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
        work_in(conn, schema)
        conn.execute((HERE / "source_tables.sql").read_text())


def source_keys() -> list[str]:
    """The statements that add the keys and indexes, in an order that works."""
    text = (HERE / "source_keys.sql").read_text()
    return [statement for statement in text.split(";\n") if statement.strip()]


def create_source_keys(
    conn: psycopg.Connection, schema: str = "public", after_each: Callable[[], None] = lambda: None
) -> None:
    """Add the keys and indexes, in one transaction."""
    with conn.transaction():
        work_in(conn, schema)
        for statement in source_keys():
            conn.execute(statement)
            after_each()


def work_in(conn: psycopg.Connection, schema: str) -> None:
    """Until the transaction ends, unqualified names are tables of this schema, and days have 24 hours."""
    conn.execute(sql.SQL("set local search_path = {}, pg_catalog").format(sql.Identifier(schema)))
    conn.execute("set local time zone 'UTC'")
