"""Errors, each with a one-line message and the exit code of the command line.

Errors of the database are recognised by their SQLSTATE, never by their text.
"""

from __future__ import annotations

import os
import re
from typing import Iterator
from urllib.parse import unquote

import psycopg

ERROR, PENDING, BUSY, NEWER = 1, 3, 4, 5

# Our own class of SQLSTATEs, raised in SQL.
REFRESH_RUNNING, INSTALL_RUNNING, MISFIT = "SM001", "SM002", "SM003"


class PgSummaryError(Exception):
    """An error that the user can act on: a message of one line, and perhaps a hint."""

    exit_code = ERROR

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class BadAddress(PgSummaryError):
    """A DSN that can't be read: waiting does not help."""


class Unreachable(PgSummaryError):
    """No connection, or a lost one: no server, no database, a wrong password, a restart. A retry may help."""


class Cancelled(PgSummaryError):
    """The server ended a statement: somebody cancelled it, or it took too long."""


class NotInstalled(PgSummaryError):
    """This database has no pg-summary."""


class Unsupported(PgSummaryError):
    """A server that is too old, or a standby; a migration that was edited."""


class MissingTables(PgSummaryError):
    """The source tables are not there."""


class MissingPrivilege(PgSummaryError):
    """The role lacks a right; the hint is the GRANT."""


class Dependent(PgSummaryError):
    """An object that is not ours depends on one that we want to drop."""


class Foreign(PgSummaryError):
    """An object that pg-summary did not make is in the place of one of ours."""


class Misfit(PgSummaryError):
    """A function does not fit the source tables."""


class Unsound(PgSummaryError):
    """The state of the database allows no answers: changes were missed, or data is missing."""

    exit_code = PENDING


class NotFolded(PgSummaryError):
    """Changes of a day that is to be archived are not folded yet."""

    exit_code = PENDING


class Busy(PgSummaryError):
    """Another session does the same, or holds a lock for too long: try again."""

    exit_code = BUSY


class Newer(PgSummaryError):
    """A newer pg-summary installed this database."""

    exit_code = NEWER


_BY_SQLSTATE = {
    REFRESH_RUNNING: Busy,
    INSTALL_RUNNING: Busy,
    MISFIT: Misfit,
    "SM006": Unsound,  # triggers that do not fire
    "SM008": Unsound,  # data of two databases
    "SM010": NotFolded,
    "55P03": Busy,  # lock_not_available
    "40P01": Busy,  # deadlock_detected
    "40001": Busy,  # serialization_failure
    "42501": MissingPrivilege,
    "2BP01": Dependent,
}


# The server ends the connection, or accepts no more: a time-out of a transaction or of an idle session, a
# shutdown, a crash, a start, a recovery, too many connections.
_GONE = ("08", "57", "25P03", "25P04", "53300")
_HINTS = {
    "40001": "Run this again.",
    "42501": "pg-summary status, run by a superuser or by the owner of pg-summary, names the GRANT that helps.",
    "53400": "temp_file_limit is too small for this role; an administrator can lift it: ALTER ROLE ... SET "
    "temp_file_limit = -1.",
}


def translate(error: psycopg.Error) -> PgSummaryError:
    """Our error for an error of the database, without any password."""
    if error.sqlstate is None and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return Unreachable(f"no connection to the database: {redact(_one_line(str(error)))}")
    message = redact(_one_line(error.diag.message_primary or str(error)))
    hint = error.diag.message_hint or _HINTS.get(error.sqlstate or "")
    if error.sqlstate is None:
        return PgSummaryError(message)
    if error.sqlstate == "2BP01":
        hint = _one_line(error.diag.message_detail or hint or "")
    if error.sqlstate == "57014":
        return Cancelled(message, "Did somebody cancel it, or is statement_timeout too short for this role?")
    # With exit_on_error, any error ends the connection.
    if error.sqlstate.startswith(_GONE) or error.diag.severity_nonlocalized in ("FATAL", "PANIC"):
        return Unreachable(f"the database ended the connection: {message}")
    return _BY_SQLSTATE.get(error.sqlstate, PgSummaryError)(message, hint)


_VARIABLES = ("PG_SUMMARY_DSN", "DATABASE_URL", "PG_SUMMARY_REDIS_URL", "REDIS_URL")
_remembered: set[str] = set()


def remember(source: str | None) -> None:
    """Mask the passwords of this DSN or URL from now on."""
    if source:
        _remembered.add(source)


def redact(text: str, *sources: str | None) -> str:
    """Mask every password of a DSN, a URL or the environment, and every part of one, anywhere in the text.

    A driver that splits a password (at an @, a blank or a /) prints the parts.
    """
    known = [*sources, *_remembered, *(os.environ.get(name) for name in _VARIABLES)]
    whole, parts = {os.environ.get("PGPASSWORD")}, set()
    for source in known:
        for password in _passwords(source or ""):
            whole.add(password)
            parts.update(re.split(r"[\s@:/?#&=%'\"\\\[\]]+", password))
    for secret in sorted(filter(None, whole), key=len, reverse=True):
        text = text.replace(secret, "***")
    for part in sorted(parts - whole - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "***", text)
    # Also in an address in the wrong place.
    text = re.sub(r"(\w://[^:/@\s]*):[^\s]+@", r"\1:***@", text)
    return re.sub(r"(password\s*=\s*)(?!\*)(?:'(?:[^'\\]|\\.)*'|[^\s&']+)", r"\1***", text)


def _passwords(source: str) -> Iterator[str]:
    """What may be meant as a password, even if special characters in it are not escaped."""
    for found in re.findall(r"://[^:/@\s]*:(.+)@", source):
        yield found
        yield unquote(found)
    if "://" in source:
        for found in re.findall(r"[?&]\w*password=([^&]*)", source):
            yield found
            yield unquote(found)
    else:
        # Up to the next keyword: a blank is a mistake, but belongs to what was meant.
        for found in re.findall(r"password\s*=\s*(.*?)(?=\s+\w+\s*=|\s*$)", source):
            yield found
            yield re.sub(r"\\(.)", r"\1", found.strip("'"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
