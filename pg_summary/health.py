"""The state of the database in sentences: what keeps answers from being right, and what to do about it.

This is the only place for it: status, refresh, verify, /readyz, the metrics and the daemon's log all use it.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping, NamedTuple

import psycopg
from psycopg import sql

from pg_summary.connection import only_row, only_value, unhurried
from pg_summary.install import catalogue

# What this role may read; a missing object counts as one that it may not.
_RIGHTS = """
select
    coalesce(has_table_privilege(to_regclass('pgsummary.status'), 'select'), false),
    coalesce(has_function_privilege(to_regprocedure(format('%%I.pg_summary_health()', %s::text)), 'execute'), false),
    coalesce(has_function_privilege(to_regprocedure('pgsummary.misfits()'), 'execute'), false)
"""


class Misfit(NamedTuple):
    """A function that no longer fits the source tables."""

    function_name: str
    error: str


class Health(NamedTuple):
    """The backlog: changes, and the age of the oldest in seconds; how many triggers are off; all problems, in
    sentences; the date before which days are archived, and how many changes of their rows were ignored.
    """

    backlog: int = 0
    oldest_change_age_s: float | None = None
    triggers_off: int = 0
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False
    archived_before: str | None = None
    ignored_changes: int = 0


def sentences(found: Mapping[str, Any], misfits: list[Misfit]) -> tuple[str, ...]:
    """The problems that `look` and `find_misfits` have found; empty if all is well."""
    reported = found.get("problems") or ()
    if isinstance(reported, int):  # a role that may only know their number
        count = "1 problem keeps" if reported == 1 else f"{reported} problems keep"
        return (f"{count} answers from being right: the owner can list them with pg-summary status",)
    problems = [f"{item['message']}. {item['hint'] or ''}".strip() for item in reported]
    codes = {item["code"] for item in reported}
    off = found.get("triggers_off") or 0
    if off and "SM006" not in codes:
        triggers = "1 trigger is" if off == 1 else f"{off} triggers are"
        problems.append(
            f"{triggers} missing or disabled: changes are missed, and answers may be wrong; run pg-summary install"
        )
    if "SM003" not in codes:
        problems += [f"{item.function_name} does not fit the source tables: {item.error}" for item in misfits]
    return tuple(dict.fromkeys(problems))


def look(conn: psycopg.Connection, api_schema: str) -> dict[str, Any]:
    """What the database reports: the row of pgsummary.status and the result of pg_summary_health(), as far as this role
    may read them; `problems` is a list, or their number.
    """
    may_read, may_ask, _ = only_row(conn, _RIGHTS, (api_schema,))
    found: dict[str, Any] = {}
    if may_read:
        found.update(only_value(conn, "select to_jsonb(s) from pgsummary.status s"))
    if may_ask or not may_read:
        query = sql.SQL("select {}.pg_summary_health()").format(sql.Identifier(api_schema))
        found.update(only_value(conn, query))
    return found


def find_misfits(conn: psycopg.Connection) -> list[Misfit]:
    """The functions that no longer fit the source tables."""
    return [Misfit(*row) for row in conn.execute("select function_name, error from pgsummary.misfits()")]


def read(conn: psycopg.Connection, stop: Callable[[], bool] = lambda: False) -> Health:
    """Ask PostgreSQL, once or as a task of the daemon, for all that this role may know. Raises PgSummaryError."""
    started = time.monotonic()
    with unhurried(conn, writes=False):
        schema = catalogue.require_installed(conn).api_schema
        found = look(conn, schema)
        may_probe = only_row(conn, _RIGHTS, (schema,))[2]
        problems = sentences(found, find_misfits(conn) if may_probe else [])
    return Health(
        found.get("backlog") or 0,
        found.get("oldest_change_age_s"),
        found.get("triggers_off") or 0,
        problems,
        time.monotonic() - started,
        note="; ".join(problems) or None,
        failed=bool(problems),
        archived_before=found.get("archived_before"),
        ignored_changes=found.get("ignored_changes") or 0,
    )
