"""What is installed here, object by object, and how it does."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg.rows import dict_row

from pg_summary import __version__, catalogue, files, health
from pg_summary.health import Misfit

INSTALLED, OUTDATED, MODIFIED, MISSING = "INSTALLED", "OUTDATED", "MODIFIED", "MISSING"

_MEANINGS = {OUTDATED: "of another release", MODIFIED: "as no release makes it", MISSING: "dropped"}


class ObjectStatus(NamedTuple):
    """An object of ours and a word for it: OUTDATED is another release's, MODIFIED no release's."""

    word: str
    kind: str
    name: str
    file: str


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

    @property
    def problems(self) -> list[str]:
        """What is wrong, in sentences; none where all is well."""
        found = list(self.reported)
        for word, meaning in _MEANINGS.items():
            count = sum(item.word == word for item in self.objects)
            if count:
                objects = "1 object is" if count == 1 else f"{count} objects are"
                found.append(f"{objects} {word} ({meaning}): run pg-summary install")
        if not self.backfilled:
            found.append("the first fold has not finished: pg-summary refresh or install completes it")
        return found

    @property
    def is_well(self) -> bool:
        """A first fold that goes on is nothing to do anything about."""
        return not self.reported and all(i.word == INSTALLED for i in self.objects)


def read(conn: psycopg.Connection) -> Status:
    """Raises NotInstalled and Newer. What nobody can say because an object of ours is missing is empty."""
    with catalogue.snapshot(conn):
        state = catalogue.require_installed(conn)
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
            found = health.find_misfits(conn)
        can_tell = any(name.endswith(".pg_summary_health()") for name in there)
        reported = health.sentences(health.look(conn, state.api_schema) if can_tell else summary, found)
    return Status(__version__, summary, objects, found, sizes, state.backfilled, reported)


def compare(listed: list[files.File], recorded: list[catalogue.Recorded]) -> list[ObjectStatus]:
    """A word for each object that the files list or that an install recorded.

    A base index that was never built is no lack: the source tables had its equal, or nobody wanted it.
    """
    rows = {(row.kind, row.object, row.file): row for row in recorded if row.file}
    out = []
    for file in listed:
        for item in file.objects:
            row = rows.pop((item.kind, item.object, item.file), None)
            if row is None:
                if file.stage != files.BASE_INDEXES:
                    name = f"{item.object} on {item.reference}" if item.kind == "trigger" else item.reference
                    out.append(ObjectStatus(MISSING, item.kind, name, item.file))
                continue
            if row.now is None:
                word = MISSING
            elif row.now != row.definition_hash:
                word = MODIFIED
            elif row.source_hash != item.source_hash:
                word = OUTDATED
            else:
                word = INSTALLED
            out.append(ObjectStatus(word, row.kind, row.name, row.file))
    out += [ObjectStatus(OUTDATED, row.kind, row.name, row.file) for row in rows.values() if row.is_there]
    return out
