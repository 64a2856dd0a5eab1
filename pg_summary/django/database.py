"""SQL through Django's own connection, and what its errors mean to a caller. It imports no driver."""

from __future__ import annotations

import logging
from typing import Any

from django.db import Error, connections, transaction

from pg_summary.django.conf import setting

CANCELLED = "57014"
# By SQLSTATE or its class; what is in neither is an error of the server.
REASONS = {
    "": "the database can't be reached",
    "08": "the database can't be reached",
    "57": "the database can't be reached",
    CANCELLED: "the database took too long",
    "42883": "pg-summary is not installed in the database",
    "3F000": "pg-summary is not installed in the database",
    "42501": "this role may not use pg-summary",
    "42": "pg-summary does not fit the tables of the database: run pg-summary status",
    "SM004": "row-level security hides rows from pg-summary",
}
log = logging.getLogger("pg_summary")


class BadValue(Exception):
    """PostgreSQL refuses a parameter: the message names it and what is allowed."""


class Unavailable(Exception):
    """PostgreSQL can't be reached, took too long, or has no pg-summary that works."""


def ask(query: str, parameters: list[Any]) -> str:
    """The one value that the query returns. Raises BadValue and Unavailable."""
    connection = connections[setting("DATABASE")]
    kept = None if connection.in_atomic_block else connection.connection
    try:
        return _ask(query, parameters)
    except Error as error:
        failure = error
    if kept is not None and not _is_alive(connection, kept):
        # It had been there since before: the server was restarted meanwhile. A new one may do.
        connection.close()
        try:
            return _ask(query, parameters)
        except Error as error:
            failure = error
    if _state(failure)[:2] == "22":
        raise BadValue(_message(failure)) from failure
    log.warning("pg-summary: no answer from PostgreSQL: %s", failure)
    raise Unavailable(_reason(failure)) from failure


def _is_alive(connection: Any, kept: Any) -> bool:
    """Whether the driver's connection still is the one that was kept (Django may have replaced it), and works."""
    return connection.connection is kept and connection.is_usable()


def _ask(query: str, parameters: list[Any]) -> str:
    alias = setting("DATABASE")
    is_callers = connections[alias].in_atomic_block
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        before = ""
        if is_callers:
            cursor.execute("show statement_timeout")
            before = cursor.fetchone()[0]
        cursor.execute(f"set local statement_timeout = {round(1000 * setting('STATEMENT_TIMEOUT'))}")
        cursor.execute(query, parameters)
        found = cursor.fetchone()[0]
        if is_callers:
            cursor.execute("select set_config('statement_timeout', %s, true)", [before])
        return found


def _reason(error: Error) -> str:
    state = _state(error)
    return REASONS.get(state) or REASONS.get(state[:2]) or f"the database answered with error {state}"


def _state(error: Error) -> str:
    """The SQLSTATE, as psycopg2 or psycopg 3 tells it, or ''."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""


def _message(error: Error) -> str:
    diagnostics = error.__cause__.diag
    parts = (diagnostics.message_primary, diagnostics.message_hint)
    return ". ".join(part.rstrip(".") for part in parts if part)
