"""Runs a plan: everything in one transaction, except what can't be.

A fresh install, a repeated one and an upgrade use one code path: whatever differs from the files is replaced. After the
transaction come the base indexes (CONCURRENTLY), the first fold, which is a loop of refreshes, and dropping the indexes
that were replaced. If an install is interrupted, the next one completes it.
"""

from __future__ import annotations

import random
import re
import time
from contextlib import contextmanager
from typing import Callable, Iterator, Sequence

import psycopg
from psycopg.pq import TransactionStatus

from pg_summary.errors import Busy, MissingPrivilege, translate
from pg_summary.install import catalogue, files, planner
from pg_summary.install.catalogue import Database, Recorded
from pg_summary.install.planner import Plan
from pg_summary.install.steps import ATTEMPTS, BATCH_SIZE, Sql, Step, gave_up
from pg_summary.install.survey import Installation, Options, survey, why_from_scratch, without_connection

__all__ = ["BATCH_SIZE", "archived_before", "install", "inventory", "offline", "plan_for", "uninstall"]

Say = Callable[[str], None]
Progress = Callable[[int, int], None]

_FOLDED = re.compile(r"install: folded (\d+) of (\d+) changes")


def offline(options: Options) -> Plan:
    """The plan of a fresh install, without a connection."""
    return planner.plan(without_connection(options))


def plan_for(conn: psycopg.Connection, options: Options) -> Plan:
    """What `install` would run now."""
    with catalogue.snapshot(conn):
        return planner.plan(survey(conn, options))


def installed_api_schema(conn: psycopg.Connection) -> str | None:
    """The schema of the API functions, as far as this role may know it."""
    with catalogue.snapshot(conn):
        state = None if catalogue.unreadable_owner(conn) else catalogue.read(conn).state
    return state.api_schema if state else None


def install(
    conn: psycopg.Connection,
    options: Options,
    say: Say = lambda line: None,
    progress: Progress = lambda done, total: None,
) -> bool:
    """Make the database match the files, and fold the source tables. Returns whether there was anything to do.

    `say` gets messages, `progress` how many changes of how many the backfill has folded.
    """
    with _alone(conn, options.wait_s, say):
        with catalogue.snapshot(conn):
            found = survey(conn, options)
        planned = planner.plan(found)
        for warning in found.warnings:
            say(warning)
        if not planned.script():
            return False
        try:
            _run(conn, planner.FREE)
            if planned.transaction:
                planned = _transaction(conn, options, planned, found.source_schema)
                _warn(conn, found, say)
                for line in planned.outcome:
                    say(line)
            if planned.indexes:
                _run(conn, planned.indexes, found.source_schema, say)
                _transact(conn, planned.preamble, lambda: planned.record, found.source_schema)
            if planned.fold:
                say("folding the rows of the source tables; until that is done, answers are exact but slower")
                with _hearing(conn, progress) as left:
                    _run(conn, planned.fold, found.source_schema)
                for line in left:
                    at_it = catalogue.holder(conn, "pgsummary.refresh")
                    say(f"{line} ({at_it})" if at_it else line)
            _run(conn, planned.cleanup, found.source_schema, say)
        finally:
            if _is_usable(conn):
                _run(conn, planner.BOUND)
        return True


def _transaction(conn: psycopg.Connection, options: Options, planned: Plan, source_schema: str) -> Plan:
    """Run the transaction, planned again at each attempt; returns the plan that was carried out."""

    def compute() -> Sequence[Step]:
        nonlocal planned
        planned = planner.plan(survey(conn, options))
        return planned.transaction

    _transact(conn, planned.preamble, compute, source_schema)
    return planned


def _warn(conn: psycopg.Connection, found: Installation, say: Say) -> None:
    """Warnings for a first install."""
    if found.before is not None:
        return
    for publication in catalogue.publications_of_everything(conn):
        say(
            f"publication {publication} is FOR ALL TABLES: its subscribers get pg-summary's tables too; replication "
            "to a subscriber without these tables stops until it has them (docs/topologies.md)"
        )
    if found.database.superuser:
        say(
            f"warning: {found.database.role} is a superuser, and the functions of the API run with the rights of the "
            "role that installed them; install as the owner of the PeerMetrics tables instead "
            "(docs/operations.md#privileges)"
        )


@contextmanager
def _alone(conn: psycopg.Connection, wait_s: float, say: Say) -> Iterator[None]:
    """One install at a time, also for its parts outside a transaction; waits for another one, then raises Busy."""
    deadline, said = time.monotonic() + wait_s, False
    while True:
        try:
            conn.execute(planner.LOCK)
            break
        except psycopg.Error as error:
            known = translate(error)
            if not isinstance(known, Busy):
                raise known from error
            if time.monotonic() >= deadline:
                at_it = catalogue.holder(conn, "pgsummary.install")
                raise Busy(str(known), at_it or known.hint) from error
            if not said:
                say(f"another session is installing; waiting for up to {wait_s:g} s")
                said = True
            # We do not wait inside PostgreSQL: an index that is built CONCURRENTLY would wait for us.
            time.sleep(0.2)
    try:
        yield
    finally:
        if _is_usable(conn):
            conn.execute(planner.UNLOCK)


@contextmanager
def _hearing(conn: psycopg.Connection, progress: Progress) -> Iterator[list[str]]:
    """Listens to the server while it folds: its progress, and what it leaves to others."""
    left: list[str] = []

    def hear(diagnostic: psycopg.errors.Diagnostic) -> None:
        message = diagnostic.message_primary or ""
        folded = _FOLDED.fullmatch(message)
        if folded:
            progress(int(folded.group(1)), int(folded.group(2)))
        elif message.startswith("install: "):
            left.append(message[len("install: ") :])

    conn.add_notice_handler(hear)
    try:
        yield left
    finally:
        conn.remove_notice_handler(hear)


def _is_usable(conn: psycopg.Connection) -> bool:
    """Whether statements can be run again, after a rollback if one is necessary."""
    if conn.closed:
        return False
    if conn.info.transaction_status != TransactionStatus.IDLE:
        conn.execute("rollback")
    return not conn.closed


def _run(
    conn: psycopg.Connection, steps: Sequence[Step], source_schema: str = "", say: Say = lambda line: None
) -> None:
    """Run statements outside any transaction of ours."""
    for step in steps:
        if "concurrently" in step:
            say(step)
        try:
            conn.execute(step)
        except psycopg.Error as error:
            blockers = "" if conn.closed else catalogue.blockers(conn, source_schema)
            raise step.failure(error, blockers) from error


def _transact(
    conn: psycopg.Connection, begin: Sequence[Step], compute: Callable[[], Sequence[Step]], source_schema: str
) -> None:
    """Run the statements of `compute` in one transaction, and again while others hold locks that it needs."""
    for attempt in range(ATTEMPTS):
        step = Step("")
        try:
            for step in begin:
                conn.execute(step)
            for step in compute():
                conn.execute(step)
            conn.execute(planner.COMMIT)
            return
        except psycopg.Error as error:
            known = error
        finally:
            _is_usable(conn)
        if not step.may_be_repeated(known):
            blockers = "" if conn.closed else catalogue.blockers(conn, source_schema)
            raise step.failure(known, blockers) from known
        if attempt + 1 < ATTEMPTS:
            time.sleep(random.uniform(0.1, 0.9))
    raise gave_up(catalogue.blockers(conn, source_schema))


def inventory(conn: psycopg.Connection) -> dict[str, int]:
    """How many objects we have, by kind; raises NotInstalled."""
    with catalogue.snapshot(conn):
        database = _installed(conn)
        if _is_mixed(conn, database):
            return {"schema": 1}
        counts: dict[str, int] = {}
        for row in database.recorded:
            if row.is_there and row not in _foreign(database):
                counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts


def archived_before(conn: psycopg.Connection) -> str | None:
    """The date before which days are archived, as text."""
    with catalogue.snapshot(conn):
        return catalogue.archived_before(conn)


def uninstall(conn: psycopg.Connection, options: Options, say: Say = lambda line: None) -> None:
    """Drop everything of ours by name, in one transaction; what depends on it and is not ours forbids it."""

    def compute() -> Sequence[Step]:
        steps = planner.between_refreshes(options, database.deadlock_timeout_ms)
        return steps + [Sql(statement, "uninstall") for statement in _drops(conn, catalogue.read(conn))]

    with catalogue.snapshot(conn):
        database = _installed(conn)
        catalogue.require_primary(conn)
        state = database.state
        source, api = (state.source_schema, state.api_schema) if state else ("public", "public")
        grants = catalogue.missing_grants(conn, source, api, False, files.SOURCE_TABLES, database.owner)
    owners = [grant for grant in grants if " ON " not in grant]
    if owners:
        raise MissingPrivilege(
            "this role may not drop what pg-summary put on the source tables",
            "Let an administrator run: {};".format("; ".join(owners)),
        )
    _transact(conn, planner.preamble(options, database.deadlock_timeout_ms), compute, source)
    for row in _foreign(database):
        say(f"did not drop function {row.name}: it belongs to {row.owner}, and is not as pg-summary made it")


def _installed(conn: psycopg.Connection) -> Database:
    database = catalogue.read(conn)
    if not database.damage:
        catalogue.require_installed(conn, check_owners=False)
    return database


def _is_mixed(conn: psycopg.Connection, database: Database) -> bool:
    """Whether the records do not match the database, so that everything in our schema is dropped."""
    return bool(why_from_scratch(conn, Options(), database, files.load()))


def _foreign(database: Database) -> list[Recorded]:
    """Functions that somebody else has created in place of ours."""
    return [
        row
        for row in database.recorded
        if row.kind == "function" and row.is_there and row.is_changed and row.owner != database.owner
    ]


def _drops(conn: psycopg.Connection, database: Database) -> list[str]:
    state = database.state
    if state is None or _is_mixed(conn, database):
        api = [item.object for file in files.load() for item in file.objects if file.stage in files.API]
        return catalogue.everything(conn, database, api)
    foreign = _foreign(database)
    # Triggers moved with tables that were renamed or moved.
    triggers = [t for t in catalogue.triggers(conn, state.source_schema) if t.is_ours]
    rows = [row for row in reversed(database.recorded) if row.is_there and row.kind != "trigger" and row not in foreign]
    return [planner.drop_trigger(trigger) for trigger in triggers] + [planner.drop_statement(row) for row in rows]
