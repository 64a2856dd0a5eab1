"""What is installed here, object by object, and how it does."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg.rows import dict_row

from pg_summary import __version__
from pg_summary.install import catalogue, files

INSTALLED, OUTDATED, MODIFIED, MISSING = "INSTALLED", "OUTDATED", "MODIFIED", "MISSING"


class ObjectStatus(NamedTuple):
    """An object of ours and a word for it: OUTDATED is another release's, MODIFIED no release's."""

    word: str
    kind: str
    name: str
    file: str


class Misfit(NamedTuple):
    """A function that no longer fits the source tables."""

    function_name: str
    error: str


class Status(NamedTuple):
    """`summary` is the row of pgsummary.status, `sizes` are the rows of pgsummary.size."""

    program_version: str
    summary: dict[str, Any]
    objects: list[ObjectStatus]
    misfits: list[Misfit]
    sizes: list[dict[str, Any]]
    backfilled: bool

    @property
    def is_well(self) -> bool:
        return not self.misfits and all(item.word == INSTALLED for item in self.objects)


def read(conn: psycopg.Connection) -> Status:
    """Raises NotInstalled and Newer. What can't be told because an object of ours is missing is empty."""
    with catalogue.snapshot(conn):
        state = catalogue.require_installed(conn, check_owners=False)
        catalogue.require_no_newer(state)
        objects = compare(files.load(state.source_schema, state.api_schema), catalogue.read(conn).recorded)
        there = {item.name for item in objects if item.word != MISSING}
        summary: dict[str, Any] = {"version": state.version}
        sizes: list[dict[str, Any]] = []
        found: list[Misfit] = []
        with conn.cursor(row_factory=dict_row) as cursor:
            if "pgsummary.status" in there:
                summary = cursor.execute("select * from pgsummary.status").fetchone()
            if "pgsummary.size" in there:
                sizes = cursor.execute("select * from pgsummary.size").fetchall()
        if "pgsummary.misfits()" in there:
            found = misfits(conn)
    return Status(__version__, summary, objects, found, sizes, state.backfilled)


def misfits(conn: psycopg.Connection) -> list[Misfit]:
    """The functions that no longer fit the source tables."""
    return [Misfit(*row) for row in conn.execute("select function_name, error from pgsummary.misfits()")]


def compare(listed: list[files.File], recorded: list[catalogue.Recorded]) -> list[ObjectStatus]:
    """A word for each object that the files list or that an install recorded.

    A base index that was never built is no lack: the source tables had its equal, or nobody wanted it.
    """
    rows = {row.key: row for row in recorded if row.file}
    out = []
    for file in listed:
        for item in file.objects:
            row = rows.pop(item.key, None)
            if row is None:
                if file.stage != files.BASE_INDEXES:
                    name = f"{item.object} on {item.reference}" if item.kind == "trigger" else item.reference
                    out.append(ObjectStatus(MISSING, item.kind, name, item.file))
                continue
            if row.is_planned and not row.is_there:
                continue
            if row.now is None:
                word = MISSING
            elif row.is_changed or row.is_open:
                word = MODIFIED
            elif row.source_hash != item.source_hash:
                word = OUTDATED
            else:
                word = INSTALLED
            out.append(ObjectStatus(word, row.kind, row.name, row.file))
    out += [ObjectStatus(OUTDATED, row.kind, row.name, row.file) for row in rows.values() if row.is_there]
    return out
