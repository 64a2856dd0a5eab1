"""What must change so that a database matches the files, and why: computed first, ordered afterwards."""

from __future__ import annotations

from typing import NamedTuple, Tuple

from pg_summary import __version__
from pg_summary.install import files
from pg_summary.install.catalogue import Recorded, Trigger
from pg_summary.install.files import Migration, Object
from pg_summary.install.survey import Installation

Key = Tuple[str, str, str]


class Drop(NamedTuple):
    """One of our objects that is dropped, for good or until it is made again."""

    row: Recorded
    reason: str


class StrayTrigger(NamedTuple):
    """One of our triggers that is on the wrong table, or that must be dropped to be replaced."""

    trigger: Trigger
    reason: str
    is_replaced: bool


# Objects that a call of the previous release may need until it ends, in the order in which they can be dropped.
LATER = ("function", "table", "type")


class Changes(NamedTuple):
    """Everything that an install has to do, each with its reason; `make` by key, in no order."""

    make: dict[Key, str]
    drop: list[Drop]
    later: list[Recorded]  # dropped when everything else is done: calls that began before may still need it
    triggers: list[StrayTrigger]
    migrations: list[Migration]
    enable_always: list[Key]
    refold: str  # why everything is folded again, '' if it is not
    redeclared: set[Key]
    state: str  # why the row of pgsummary.state is written, '' if it is not
    rights: str  # why rights are revoked or owners restored, '' if none are

    @property
    def are_none(self) -> bool:
        return not (
            self.make
            or self.drop
            or self.later
            or self.triggers
            or self.migrations
            or self.enable_always
            or self.state
            or self.rights
        )


def compute(found: Installation) -> Changes:
    """Compare the files with what the survey found."""
    recorded = {row.key: row for row in found.database.recorded}
    make = _different(found, recorded)
    redeclared = _redeclared(found, recorded, make)
    # A function with other parameters is added beside the old one only if no call could match both.
    beside = {key for key in redeclared if _may_stand_beside(found, key, recorded[key])}
    redeclared -= beside
    obsolete = {key for key, row in recorded.items() if row.file and row.is_there and key not in found.listed}
    _add_views(found, make, bool(redeclared or obsolete))
    return Changes(
        make,
        _drops(found, recorded, make, redeclared, obsolete),
        _later(recorded, obsolete | beside),
        _triggers(found, make),
        [migration for migration in found.migrations if migration.name not in found.database.migrations],
        _to_fire_always(found, make),
        _refold(found, recorded, make),
        redeclared,
        _state(found),
        _rights(found),
    )


def _to_fire_always(found: Installation, make: dict[Key, str]) -> list[Key]:
    return [key for key in found.listed if key[0] == "trigger" and _fires_too_rarely(found, key, make)]


def _add_views(found: Installation, make: dict[Key, str], something_goes: bool) -> None:
    """Views depend on functions and on each other, so all of them are made again together."""
    views = [key for key in found.listed if found.stage(key) in files.VIEWS]
    if something_goes or any(key in make for key in views):
        for key in views:
            make.setdefault(key, "what it depends on is made again")


def _different(found: Installation, recorded: dict[Key, Recorded]) -> dict[Key, str]:
    """By key, why an object is made, or recorded again."""
    different = {}
    for key, (stage, item) in found.listed.items():
        reason = _difference(found, item, recorded.get(key))
        if stage == files.BASE_INDEXES:
            if not found.is_our_base_index(item):
                continue
            if key not in recorded:
                reason = "an index that the source tables lack"
        if reason:
            different[key] = reason
    return different


def _difference(found: Installation, item: Object, row: Recorded | None) -> str:
    """Why an object differs from its file; '' if it does not."""
    if row is None:
        return "it does not exist yet" if found.database.state is None else f"it is new in {__version__}"
    if row.now is None:
        return "" if row.is_planned else "it was dropped since the install"
    if row.is_planned:
        return "an install that was interrupted has built it"
    if row.is_changed:
        return "it was changed since the install"
    if row.is_open:
        return "its rights were lost: everybody may call it"
    if row.source_hash != item.source_hash:
        return f"{found.version_before} had a different one"
    return ""


def _redeclared(found: Installation, recorded: dict[Key, Recorded], make: dict[Key, str]) -> set[Key]:
    """The functions that CREATE OR REPLACE cannot replace."""
    return {
        key
        for key in make
        if key[0] == "function"
        and key in recorded
        and recorded[key].is_there
        and (
            recorded[key].declaration != found.listed[key][1].declaration
            or (found.api_moved and found.stage(key) in files.API)
        )
    }


def _may_stand_beside(found: Installation, key: Key, row: Recorded) -> bool:
    item = found.listed[key][1]
    has_defaults = " default " in item.statement.split("language", 1)[0]
    return _types(row.name) != _types(item.reference) and found.stage(key) not in files.API and not has_defaults


def _types(function: str) -> str:
    """The types of its parameters, as the catalogue prints them."""
    types = " ".join(function.partition("(")[2].replace(" []", "[]").split())
    for short, long in (("timestamptz", "timestamp with time zone"), ("float8", "double precision")):
        types = types.replace(short, long)
    return types.replace("pgsummary.", "").replace("( ", "(")


def _later(recorded: dict[Key, Recorded], gone: set[Key]) -> list[Recorded]:
    """What is dropped when everything else is done, in the order in which it can be."""
    return [recorded[key] for kind in LATER for key in reversed(list(recorded)) if key in gone and key[0] == kind]


def _drops(
    found: Installation,
    recorded: dict[Key, Recorded],
    make: dict[Key, str],
    redeclared: set[Key],
    obsolete: set[Key],
) -> list[Drop]:
    """What is dropped before its successor is made, the last one first; CREATE OR REPLACE does the rest."""
    drops = []
    for key, row in reversed(list(recorded.items())):
        if not row.is_there or row.kind == "trigger":
            continue
        if key in obsolete:
            if row.kind in LATER:
                continue
            drops.append(Drop(row, f"{__version__} no longer has it"))
        elif key in redeclared or (key in make and _must_go_first(found, key)):
            drops.append(Drop(row, make[key]))
    return drops


def _must_go_first(found: Installation, key: Key) -> bool:
    kind, stage = key[0], found.stage(key)
    if kind == "index":
        return stage == files.INDEXES or (stage == files.BASE_INDEXES and found.source_moved)
    return kind in ("view", "materialized view")


def _triggers(found: Installation, make: dict[Key, str]) -> list[StrayTrigger]:
    """The triggers that are dropped.

    Dropping one needs its table exclusively; replacing it only needs that nobody writes.
    """
    strays = []
    for trigger in found.triggers:
        key = ("trigger", trigger.name, trigger.table_name)
        if key not in found.listed or trigger.schema != found.source_schema:
            reason = "it is on a table that summaries do not read" + (" any more" if found.source_moved else "")
            strays.append(StrayTrigger(trigger, reason, False))
        elif key in make and not found.replaces_triggers:
            strays.append(StrayTrigger(trigger, make[key], True))
    return strays


def _fires_too_rarely(found: Installation, key: Key, make: dict[Key, str]) -> bool:
    state = found.database.state
    return found.always and (key in make or not (state and state.always))


def _refold(found: Installation, recorded: dict[Key, Recorded], make: dict[Key, str]) -> str:
    """Why the folded numbers may be wrong: changes may have been missed, or the facts came from other definitions."""
    if found.database.state is None:
        return found.rebuild or "nothing is folded yet"
    if found.source_moved:
        return "the source tables are different ones"
    for migration in found.migrations:
        if migration.name not in found.database.migrations:
            return f"migration {migration.name} changed our tables"
    for key in make:
        item, row = found.listed[key][1], recorded.get(key)
        if item.meaning and _means_another(item, row):
            what = "changes may have been missed" if key[0] == "trigger" else "it defines stored numbers"
            return f"{key[0]} {key[1]}: {make[key]}, and {what}"
    for name in found.foreign:
        if name == "schema pgsummary" or name.startswith(("pgsummary.change_log", "pgsummary.log_")):
            return f"{name} was another owner's, and changes may have gone unlogged"
    return ""


def _means_another(item: Object, row: Recorded | None) -> bool:
    if row is None or row.is_changed:
        return True
    # Releases before 0.3 did not record what a function means.
    return row.meaning != item.meaning if row.meaning else row.source_hash != item.source_hash


def _state(found: Installation) -> str:
    state = found.database.state
    if state is None:
        return "what is installed where"
    if state.version != __version__:
        return f"upgraded from {state.version}"
    if found.api_moved or found.source_moved:
        return "another schema"
    if state.always != found.always:
        return "triggers fire for logical replication, too"
    return "who was granted what" if sorted(state.granted_to or []) != found.granted_to else ""


def _rights(found: Installation) -> str:
    if found.handed_out:
        return "default privileges gave rights to {}".format(", ".join(found.handed_out))
    if found.foreign:
        return "not owned by {}: {}".format(found.database.owner, ", ".join(found.foreign))
    if not all(found.dumpers.values()):
        return "{} could not back up the database".format(
            ", ".join(role for role, may in found.dumpers.items() if not may)
        )
    return ""
