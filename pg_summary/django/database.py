"""SQL through Django's own connection, and what its errors mean to a caller. It imports no driver."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import Error, connections, transaction

from pg_summary.django.conf import setting

CANCELLED = "57014"
# By SQLSTATE or its class; any other is an error of the server.
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
# How long to try the connections of a pool: a dead one takes no time, but a server that is away does.
LONGEST_SEARCH_S = 1.0
log = logging.getLogger("pg_summary")


class BadValue(Exception):
    """PostgreSQL refuses a parameter: the message names it and what is allowed."""


class Unavailable(Exception):
    """PostgreSQL can't be reached, took too long, or has no pg-summary that works."""


def ask(query: str, parameters: list[Any]) -> str:
    """The one value that the query returns. Raises BadValue and Unavailable."""
    connection = connections[setting("DATABASE")]
    give_up = time.monotonic() + LONGEST_SEARCH_S
    while True:
        may_be_kept = not connection.in_atomic_block and (connection.connection is not None or _is_pooled(connection))
        try:
            return _ask(connection, query, parameters)
        except _Dead as dead:
            # It died with its server while it was kept. A pool may hold more of these: each is dropped in turn.
            failure = dead.error
            if not may_be_kept or time.monotonic() > give_up:
                break
            connection.close()
        except Error as error:
            failure = error
            break
    if _state(failure)[:2] == "22":
        raise BadValue(_message(failure)) from failure
    log.warning("pg-summary: no answer from PostgreSQL: %s", _one_line(failure))
    raise Unavailable(_reason(failure)) from failure


class _Dead(Exception):
    """A connection that was lost before anything was asked."""

    def __init__(self, error: Error) -> None:
        self.error = error


def _is_pooled(connection: Any) -> bool:
    """Whether closing it returns it to a pool: Django's own, or that of another engine."""
    own_pool = bool(connection.settings_dict.get("OPTIONS", {}).get("pool"))
    return own_pool or not connection.settings_dict["ENGINE"].startswith("django.")


def _ask(connection: Any, query: str, parameters: list[Any]) -> str:
    is_callers = connection.in_atomic_block
    reached = asked = False
    try:
        connection.ensure_connection()
        reached = True
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            before = ""
            if is_callers:
                cursor.execute("show statement_timeout")
                before = cursor.fetchone()[0]
            cursor.execute(f"set local statement_timeout = {round(1000 * setting('STATEMENT_TIMEOUT'))}")
            asked = True
            cursor.execute(query, parameters)
            found = cursor.fetchone()[0]
            if is_callers:
                cursor.execute("select set_config('statement_timeout', %s, true)", [before])
            return found
    except Error as error:
        if asked or not (reached or connection.connection) or not _is_loss(error):
            raise
        raise _Dead(error) from error


def _is_loss(error: Error) -> bool:
    """Whether the connection is gone: its server ended it (57P01 to 57P03), or it broke (08, or no SQLSTATE at all)."""
    state = _state(error)
    return not state or state[:2] == "08" or state[:3] == "57P"


def _reason(error: Error) -> str:
    state = _state(error)
    if state not in REASONS and state.startswith("SM"):
        return _message(error)  # ours: it says what to do
    return REASONS.get(state) or REASONS.get(state[:2]) or f"the database answered with error {state}"


def _state(error: Error) -> str:
    """The SQLSTATE, from psycopg2 or psycopg 3, or ''."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""


def _message(error: Error) -> str:
    diagnostics = error.__cause__.diag
    parts = (diagnostics.message_primary, diagnostics.message_hint)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _one_line(error: Error) -> str:
    """The message of PostgreSQL, without its context: one line, however deep the failure is."""
    state = _state(error)
    message = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or str(error)
    return " ".join(message.split()) + (f" ({state})" if state else "")
