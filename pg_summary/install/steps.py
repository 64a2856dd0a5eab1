"""The statements of a plan: each knows why it runs, and what its errors mean."""

from __future__ import annotations

from typing import Sequence, TypeVar

import psycopg

from pg_summary.errors import Busy, PgSummaryError, translate

ATTEMPTS = 12
BATCH_SIZE = 20000


Self = TypeVar("Self", bound="Step")


class Step(str):
    """A statement, byte for byte as it runs and as --dry-run prints it."""

    reason: str

    def __new__(cls: type[Self], sql: str, reason: str = "") -> Self:
        step = super().__new__(cls, sql)
        step.reason = reason
        return step

    def failure(self, error: psycopg.Error, blockers: str) -> PgSummaryError:
        """The message for an error of this statement; `blockers`: who holds a lock that it may have waited for."""
        known = translate(error)
        if type(known) is PgSummaryError:
            return PgSummaryError(f"{known} (in: {self.splitlines()[0]})", known.hint)
        return known

    def may_be_repeated(self, error: psycopg.Error) -> bool:
        """Whether the transaction that this statement is part of may succeed a little later."""
        return isinstance(error, (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected))


class Sql(Step):
    """A statement of a transaction."""

    def failure(self, error: psycopg.Error, blockers: str) -> PgSummaryError:
        return gave_up(blockers) if self.may_be_repeated(error) else super().failure(error, blockers)


class GivingWay(Sql):
    """Statements that lock source tables: all of them, or none and again a little later, so that writers go first."""

    def __new__(cls, statements: Sequence[str], reason: str = "") -> GivingWay:
        body = "".join("            {};\n".format(s.replace("\n", "\n            ")) for s in statements)
        return super().__new__(
            cls,
            "do $install$\n"
            "begin\n"
            f"    for attempt in 1..{ATTEMPTS} loop\n"
            "        begin\n"
            f"{body}"
            "            return;\n"
            "        exception\n"
            "            when lock_not_available or deadlock_detected then\n"
            "                perform pg_sleep(0.1 + 0.8 * random());\n"
            "        end;\n"
            "    end loop;\n"
            f"    raise exception 'install: could not lock the source tables: gave up after {ATTEMPTS} attempts'\n"
            "    using errcode = 'lock_not_available',\n"
            "        hint = 'Another session holds a lock on one of them. Nothing was changed: run this again.';\n"
            "end\n"
            "$install$",
            reason,
        )

    def may_be_repeated(self, error: psycopg.Error) -> bool:
        return False

    def failure(self, error: psycopg.Error, blockers: str) -> PgSummaryError:
        return gave_up(blockers) if super().may_be_repeated(error) else Step.failure(self, error, blockers)


class Concurrently(Step):
    """A statement that blocks nobody and waits for older transactions, outside any transaction of ours."""

    def failure(self, error: psycopg.Error, blockers: str) -> PgSummaryError:
        if self.may_be_repeated(error):
            return Busy(
                f"an index waits for another session's transaction: {self}",
                f"It holds: {blockers or 'a snapshot'}. Everything else is in place: run install again.",
            )
        if isinstance(error, (psycopg.errors.DuplicateTable, psycopg.errors.UniqueViolation)):
            return Busy(f"another session builds the same index: {self}", "Run this again when it has finished.")
        return super().failure(error, blockers)


class Drain(Step):
    """Folds the log batch by batch, each in its own transaction, and reports its progress.

    If another refresh runs, it leaves the rest to that one.
    """

    def __new__(cls, reason: str = "") -> Drain:
        return super().__new__(
            cls,
            "do $install$\n"
            "declare\n"
            f"    batch_size integer := {BATCH_SIZE};\n"
            "    batch record;\n"
            "    done bigint := 0;\n"
            "    total bigint;\n"
            "begin\n"
            "    loop\n"
            "        begin\n"
            "            select r.folded, r.changes_left into batch from pgsummary.refresh(batch_size) r;\n"
            "        exception\n"
            "            when sqlstate 'SM001' then\n"
            "                raise notice 'install: another refresh is running and does the rest';\n"
            "                return;\n"
            "            when configuration_limit_exceeded or out_of_memory then\n"
            "                -- More room than this role may have: in parts.\n"
            "                if batch_size = 1 then\n"
            "                    raise;\n"
            "                end if;\n"
            "                batch_size := greatest(1, batch_size / 4);\n"
            "                continue;\n"
            "        end;\n"
            "        commit;\n"
            "        done := done + batch.folded;\n"
            "        exit when not batch.changes_left;\n"
            "        total := coalesce(total, done + (select s.backlog from pgsummary.status s));\n"
            "        raise notice 'install: folded % of % changes', done, greatest(done, total);\n"
            "        -- Writers go on logging: what came after the start is the next refresh's.\n"
            "        exit when batch.folded > 0 and done - batch.folded >= total;\n"
            "    end loop;\n"
            "    raise notice 'install: folded % of % changes', done, done;\n"
            "end\n"
            "$install$",
            reason,
        )


class Views(Step):
    """Refreshes the materialized views; if another refresh runs, they are left to it."""

    def __new__(cls, reason: str = "") -> Views:
        return super().__new__(
            cls,
            "do $install$\n"
            "declare\n"
            "    problem text := (select r.problem from pgsummary.refresh_views('0 s') r);\n"
            "begin\n"
            "    if problem is not null then\n"
            "        raise notice 'install: %', problem;\n"
            "    end if;\n"
            "end\n"
            "$install$",
            reason,
        )


def gave_up(blockers: str) -> Busy:
    """The error if writers kept us from a lock in every attempt."""
    return Busy(
        f"could not lock a table: gave up after {ATTEMPTS} attempts",
        f"It is or was held by: {blockers or 'nobody now'}. Nothing was changed: run this again.",
    )
