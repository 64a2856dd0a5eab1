"""What is installed here, object by object, and its state."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg.rows import dict_row

from pg_summary import __version__, health
from pg_summary.health import Misfit
from pg_summary.install import catalogue, files

INSTALLED, OUTDATED, MODIFIED, MISSING = "INSTALLED", "OUTDATED", "MODIFIED", "MISSING"
RENAMED = "RENAMED"  # a source table

_MEANINGS = {OUTDATED: "from another release", MODIFIED: "changed since the install", MISSING: "dropped"}


class ObjectStatus(NamedTuple):
    """An object of ours and a word for it: OUTDATED is from another release, MODIFIED from none."""

    word: str
    kind: str
    name: str
    file: str


class Grantee(NamedTuple):
    """A role with privileges on our objects that no install granted; `by_default`: default privileges did."""

    role: str
    by_default: bool
    objects: list[str]

    def __str__(self) -> str:
        some, more = ", ".join(self.objects[:5]), len(self.objects) - 5
        how = "default privileges, which install revokes" if self.by_default else "a grant by hand"
        return f"{self.role} may use {some}{f' and {more} more' if more > 0 else ''}: by {how}"


class Status(NamedTuple):
    """`summary` is the row of pgsummary.status, `sizes` are the rows of pgsummary.size; `reported` is what the database
    says is wrong with it."""

    program_version: str
    summary: dict[str, Any]
    objects: list[ObjectStatus]
    misfits: list[Misfit]
    sizes: list[dict[str, Any]]
    backfilled: bool
    reported: tuple[str, ...]
    grantees: list[Grantee]

    @property
    def problems(self) -> list[str]:
        """The problems, in sentences; empty if all is well."""
        found = list(self.reported)
        for word, meaning in _MEANINGS.items():
            count = sum(item.word == word for item in self.objects)
            if count:
                objects = "1 object is" if count == 1 else f"{count} objects are"
                found.append(f"{objects} {word} ({meaning}): run pg-summary install")
        found += [f"table {item.name} was renamed" for item in self.objects if item.word == RENAMED]
        found += [str(grantee) for grantee in self.grantees if grantee.by_default]
        if not self.backfilled:
            found.append("the first fold has not finished: pg-summary refresh or install completes it")
        return found

    @property
    def is_well(self) -> bool:
        """A first fold that goes on is nothing to do anything about, nor is a grant by hand."""
        return (
            not self.reported
            and all(item.word == INSTALLED for item in self.objects)
            and not any(grantee.by_default for grantee in self.grantees)
        )


def read(conn: psycopg.Connection) -> Status:
    """Raises NotInstalled and Newer. Parts that are unknown because an object of ours is missing are empty."""
    with catalogue.snapshot(conn):
        state = catalogue.require_installed(conn, check_owners=False)
        catalogue.require_no_newer(state)
        database = catalogue.read(conn)
        objects = compare(
            files.load(state.source_schema, state.api_schema),
            database.recorded,
            database.owner,
            {
                f"{state.source_schema}.{table}": now
                for table, now in catalogue.moved_tables(conn, state.source_schema).items()
            },
        )
        # A view of another owner may read nothing of ours.
        foreign = {row.name for row in database.recorded if row.owner not in (None, database.owner)}
        there = {item.name for item in objects if item.word != MISSING} - foreign
        summary: dict[str, Any] = {"version": state.version}
        sizes: list[dict[str, Any]] = []
        found: list[Misfit] = []
        grantees: list[Grantee] = []
        with conn.cursor(row_factory=dict_row) as cursor:
            if "pgsummary.status" in there:
                (summary,) = cursor.execute("select * from pgsummary.status").fetchall()
            if "pgsummary.size" in there:
                sizes = cursor.execute("select * from pgsummary.size").fetchall()
        if "pgsummary.grantee" in there:
            grantees = [Grantee(*row) for row in catalogue.other_grantees(conn)]
        # Our functions may fail if another role owns something that they need.
        if "pgsummary.misfits()" in there and not foreign:
            found = health.find_misfits(conn)
        can_tell = not foreign and any(name.endswith(".pg_summary_health()") for name in there)
        reported = health.sentences(health.look(conn, state.api_schema) if can_tell else summary, found)
    return Status(__version__, summary, objects, found, sizes, state.backfilled, reported, grantees)


def compare(
    listed: list[files.File], recorded: list[catalogue.Recorded], owner: str, moved: dict[str, str]
) -> list[ObjectStatus]:
    """A word for each object that the files list or that an install recorded, and for each source table that was
    renamed (`moved`: to what), whose triggers went along.

    A base index that was never built is not missing: the source tables had an equal one, or nobody wanted it.
    """
    rows = {row.key: row for row in recorded if row.file}
    out: list[ObjectStatus] = []
    for file in listed:
        for item in file.objects:
            out += _status(item, rows.pop(item.key, None), owner, file.stage == files.BASE_INDEXES)
    out += [ObjectStatus(OUTDATED, row.kind, row.name, row.file) for row in rows.values() if row.is_there]
    lost = tuple(f" on {table}" for table in moved)
    out = [item for item in out if not (item.word == MISSING and item.name.endswith(lost))]
    return out + [ObjectStatus(RENAMED, "table", f"{was} was renamed to {now}", "") for was, now in moved.items()]


def _status(item: files.Object, row: catalogue.Recorded | None, owner: str, is_optional: bool) -> list[ObjectStatus]:
    """A word for an object of the files, by what an install recorded; none if it need not exist."""
    if row is None:
        name = f"{item.object} on {item.reference}" if item.kind == "trigger" else item.reference
        return [] if is_optional else [ObjectStatus(MISSING, item.kind, name, item.file)]
    if row.is_planned and not row.is_there:
        return []
    return [ObjectStatus(_word(item, row, owner), row.kind, row.name, row.file)]


def _word(item: files.Object, row: catalogue.Recorded, owner: str) -> str:
    """What became of an object that an install recorded."""
    if row.now is None:
        return MISSING
    if row.is_changed or row.is_open or row.owner not in (None, owner):
        return MODIFIED
    return INSTALLED if row.source_hash == item.source_hash else OUTDATED
