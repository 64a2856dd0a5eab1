"""What can go wrong, each with a one-line message and the exit code of the command line.

Errors of the database are recognised by their SQLSTATE, never by their text.
"""

from __future__ import annotations

import os
import re

import psycopg

ERROR, PENDING, BUSY, NEWER = 1, 3, 4, 5

# Our own class of SQLSTATEs, raised in SQL.
REFRESH_RUNNING, INSTALL_RUNNING, MISFIT = "SM001", "SM002", "SM003"


class PgSummaryError(Exception):
    """Something that the user can do something about: a message of one line, and a hint or none."""

    exit_code = ERROR

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Unreachable(PgSummaryError):
    """No connection: no server, no database, a wrong password."""


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
    """Something that is not ours depends on what is to be dropped."""


class Foreign(PgSummaryError):
    """Something that pg-summary did not make stands where something of ours belongs."""


class Misfit(PgSummaryError):
    """A function does not fit the source tables."""


class Busy(PgSummaryError):
    """Another session is at it, or holds a lock for too long: try again."""

    exit_code = BUSY


class Newer(PgSummaryError):
    """A newer pg-summary installed this database."""

    exit_code = NEWER


_BY_SQLSTATE = {
    REFRESH_RUNNING: Busy,
    INSTALL_RUNNING: Busy,
    MISFIT: Misfit,
    "55P03": Busy,  # lock_not_available
    "40P01": Busy,  # deadlock_detected
    "42501": MissingPrivilege,
    "2BP01": Dependent,
}


def translate(error: psycopg.Error) -> PgSummaryError:
    """The error of ours that says what an error of the database says, without any password."""
    if error.sqlstate is None and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return Unreachable(f"no connection to the database: {redact(_one_line(str(error)))}")
    message = error.diag.message_primary or str(error)
    hint = error.diag.message_hint
    if error.sqlstate is None:
        return PgSummaryError(redact(_one_line(message)))
    if error.sqlstate == "2BP01":
        hint = _one_line(error.diag.message_detail or hint or "")
    if error.sqlstate == "57014":
        return Cancelled(_one_line(message), "Did somebody cancel it, or is statement_timeout too short for this role?")
    if error.sqlstate[:2] == "57":
        return Unreachable(f"the database ended the connection: {message}")
    return _BY_SQLSTATE.get(error.sqlstate, PgSummaryError)(redact(_one_line(message)), hint)


def redact(text: str, *sources: str | None) -> str:
    """Mask every password that a DSN or the environment holds, wherever it stands in the text."""
    for source in sources + tuple(os.environ.get(name) for name in ("PG_SUMMARY_DSN", "DATABASE_URL")):
        for password in _passwords(source or ""):
            text = text.replace(password, "***")
    secret = os.environ.get("PGPASSWORD")
    return text.replace(secret, "***") if secret else text


def _passwords(dsn: str) -> tuple[str, ...]:
    found = re.findall(r"://[^:/@\s]*:(.+)@", dsn)
    for quoted, bare in re.findall(r"password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^\s&']+))", dsn):
        found.append(quoted or bare)
    return tuple(password for password in found if password)


def _one_line(text: str) -> str:
    return " ".join(text.split())
