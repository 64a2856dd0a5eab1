"""Connections to the database with the summaries."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Mapping, Sequence, Union

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pg_summary.errors import BadAddress, Unreachable, redact, remember, translate

Text = Union[str, sql.SQL, sql.Composed]  # of a query

# Settings to notice a server that does not answer, when connecting and on an existing connection.
PATIENCE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

# Settings that a role or a database may have, and that must not affect the program's own work. Those that this server
# lacks, or that this role may not set, are skipped.
SETTINGS = {
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "0",
    "temp_file_limit": "-1",
    "exit_on_error": "off",
    "restrict_nonsystem_relation_kind": "",
    "standard_conforming_strings": "on",
    "array_nulls": "on",
    "transform_null_equals": "off",
    "quote_all_identifiers": "off",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
}
# pg_settings would need a temporary file.
FREE = (
    "set local statement_timeout = 0; set local search_path = pg_catalog, pg_temp; "
    "set local plpgsql.extra_errors = 'none'; "
    "select set_config(v.name, v.value, true) from (values {}) v (name, value) "
    "where current_setting(v.name, true) <> v.value "
    "and (v.name <> 'temp_file_limit' or current_setting('is_superuser')::boolean); "
    "select set_config('work_mem', '64MB', true) where pg_size_bytes(current_setting('work_mem')) < 64 * 1024 * 1024"
).format(", ".join(f"('{name}', '{value}')" for name, value in SETTINGS.items()))


def connect(
    dsn: str | None = None, wait: float = 0, say: Callable[[str], None] = lambda line: None
) -> psycopg.Connection:
    """Connect to `dsn`, else to PG_SUMMARY_DSN, DATABASE_URL, or where libpq's own variables point.

    The connection is in autocommit mode, without prepared statements (poolers may not keep them) and with no setting
    that a summary could depend on. `wait`: how many seconds to wait for a database that does not answer yet; `say`
    reports it. Raises BadAddress and Unreachable.
    """
    deadline, said = time.monotonic() + wait, False
    while True:
        try:
            return _connect(dsn)
        except Unreachable as error:
            left = deadline - time.monotonic()
            if left <= 0:
                raise
            if not said:
                say(f"{error}; waiting for up to {wait:g} s")
                said = True
            time.sleep(min(0.5, left))


def _connect(dsn: str | None) -> psycopg.Connection:
    where = dsn or os.environ.get("PG_SUMMARY_DSN") or os.environ.get("DATABASE_URL") or ""
    remember(where)
    where = re.sub(r"^(postgres|postgis|pgsql|psql)(ql)?(\+\w+)?://", "postgresql://", where.strip())
    try:
        given = conninfo_to_dict(where)
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise BadAddress(
            f"the DSN can't be read: {redact(reason, where)}",
            "Special characters in a password are percent-encoded in a URL, and quoted in key='value' pairs.",
        ) from None
    patience: dict[str, Any] = {name: value for name, value in PATIENCE.items() if name not in given}
    if "PGCONNECT_TIMEOUT" in os.environ:
        patience.pop("connect_timeout", None)
    try:
        conn = psycopg.connect(
            where,
            autocommit=True,
            prepare_threshold=None,
            client_encoding="utf8",
            fallback_application_name="pg-summary",
            **patience,
        )
        # The driver reads only this style; a pooler keeps it separately for each client.
        conn.execute("set datestyle = 'ISO, MDY'")
        return conn
    except psycopg.Error as error:
        known = translate(error)
        raise type(known)(redact(str(known), where), known.hint) from None


def only_row(
    conn: psycopg.Connection, query: Text, parameters: Sequence[Any] | Mapping[str, Any] | None = None
) -> tuple[Any, ...]:
    """The row of a query that always has one."""
    row = conn.execute(query, parameters).fetchone()
    assert row is not None, query
    return row


def only_value(
    conn: psycopg.Connection, query: Text, parameters: Sequence[Any] | Mapping[str, Any] | None = None
) -> Any:
    """The value of a query that always has one row of one column."""
    (value,) = only_row(conn, query, parameters)
    return value


@contextmanager
def unhurried(conn: psycopg.Connection, writes: bool = True) -> Iterator[None]:
    """A transaction without time-outs, whatever the role or the database has set; writes=False: also on a standby.

    It begins in one round trip, so no time-out of idle transactions can end it before. Raises PgSummaryError.
    """
    try:
        try:
            conn.execute(f"begin isolation level read committed{' read write' if writes else ''}; {FREE}")
            yield
            conn.execute("commit")
        finally:
            if not conn.closed and conn.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                conn.execute("rollback")
    except psycopg.Error as error:
        raise translate(error) from error
