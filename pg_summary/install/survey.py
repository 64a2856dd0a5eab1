"""What an install is planned from: the files and the database, read at one moment; and what prevents an install."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Sequence

import psycopg

from pg_summary import __version__
from pg_summary.errors import Busy, Foreign, MissingPrivilege, Newer, PgSummaryError, Unsupported
from pg_summary.install import catalogue, files
from pg_summary.install.catalogue import Database, Index, Recorded, State, Trigger
from pg_summary.install.files import File, Migration, Object

LACKS = "this role lacks privileges that the install needs"


class Options(NamedTuple):
    """What to install where. If a schema is None, it is the installed one, else public."""

    source_schema: str | None = None
    api_schema: str | None = None
    grant_to: Sequence[str] = ()
    backfill: bool = True
    base_indexes: bool = True
    always: bool = False
    lock_timeout_ms: int = 3000
    rebuild: bool = False
    wait_s: float = 0.0  # for another session that installs


class Installation(NamedTuple):
    """What should exist, and what does. If everything is made from scratch, `database` holds none of our objects."""

    options: Options
    source_schema: str
    api_schema: str
    always: bool
    granted_to: list[str]
    files: list[File]
    listed: dict[tuple[str, str, str], tuple[int, Object]]  # by key: stage and object
    migrations: list[Migration]
    database: Database
    before: State | None  # the installed state, even if everything is made from scratch
    rebuild: str | None  # why everything is made from scratch
    teardown: list[str]  # in that case, the statements that first drop all our objects
    kept: list[Recorded]  # in that case, what an uninstall has to undo besides our objects
    source_indexes: list[Index]
    triggers: list[Trigger]
    api_schema_exists: bool
    readers: dict[str, set[str]]
    lack_usage: set[str]
    handed_out: list[str]
    foreign: list[str]
    dumpers: dict[str, bool]
    warnings: list[str]
    partitioned: set[str]  # the source tables that are

    def stage(self, key: tuple[str, str, str]) -> int:
        return self.listed[key][0]

    @property
    def version_before(self) -> str:
        return self.before.version if self.before and self.before.version != __version__ else "the last install"

    @property
    def api_moved(self) -> bool:
        state = self.database.state
        return state is not None and state.api_schema != self.api_schema

    @property
    def source_moved(self) -> bool:
        state = self.database.state
        return state is not None and state.source_schema != self.source_schema

    @property
    def replaces_triggers(self) -> bool:
        """Whether the server has CREATE OR REPLACE TRIGGER."""
        return self.database.major >= 14

    @property
    def api_names(self) -> set[str]:
        return {item.object for stage, item in self.listed.values() if stage in files.API}

    def has_trigger(self, item: Object) -> bool:
        return any(
            t.is_ours and (t.schema, t.table_name, t.name) == (self.source_schema, item.key[2], item.object)
            for t in self.triggers
        )

    def index_named(self, name: str) -> Index | None:
        return next((index for index in self.source_indexes if index.name == name), None)

    def is_our_base_index(self, item: Object) -> bool:
        """Whether it is recorded and exists (perhaps in the schema to which the tables moved), or must be built."""
        row = next((row for row in self.database.recorded if row.key == item.key), None)
        index = self.index_named(item.object)
        if row is not None and (row.is_there or (index is not None and index.valid)):
            return True
        return any(name == item.object for _, name, _ in self.missing_base_indexes())

    def missing_base_indexes(self) -> list[tuple[str, str, str]]:
        """Table, name and statement of each base index without a valid equal of any name.

        Without those of partitioned tables: PostgreSQL cannot build an index on one without keeping writers waiting.
        """
        return [missing for missing in self.wanted_base_indexes() if missing[0] not in self.partitioned]

    def wanted_base_indexes(self) -> list[tuple[str, str, str]]:
        """The same, of partitioned tables too."""
        missing = []
        for stage, item in self.listed.values():
            if stage == files.BASE_INDEXES and self.options.base_indexes:
                table, shape = _shape(item)
                if not any(_equals(index, table, shape) for index in self.source_indexes):
                    missing.append((table, item.object, item.statement))
        return missing


def _shape(item: Object) -> tuple[str, str]:
    found = re.search(r"\.(\w+)\s*(\([^()]*\))$", item.statement)
    assert found is not None, item.statement
    table, columns = found.groups()
    return table, " ".join(f"btree {columns}".lower().split())


def _equals(index: Index, table: str, shape: str) -> bool:
    return index.table_name == table and index.valid and index.shape.lower() == shape


def _listed(loaded: list[File]) -> dict[tuple[str, str, str], tuple[int, Object]]:
    return {item.key: (file.stage, item) for file in loaded for item in file.objects}


def without_connection(options: Options) -> Installation:
    """A fresh install."""
    source, api = options.source_schema or "public", options.api_schema or "public"
    loaded = files.load(source, api)
    return Installation(
        options,
        source,
        api,
        options.always,
        sorted(options.grant_to),
        loaded,
        _listed(loaded),
        files.load_migrations(source, api),
        catalogue.EMPTY,
        before=None,
        rebuild=None,
        teardown=[],
        kept=[],
        source_indexes=[],
        triggers=[],
        api_schema_exists=api == "public",
        readers={role: set() for role in options.grant_to},
        lack_usage=set() if api == "public" else set(options.grant_to),
        handed_out=[],
        foreign=[],
        dumpers={},
        warnings=[],
        partitioned=set(),
    )


def survey(conn: psycopg.Connection, options: Options) -> Installation:
    """Read what a plan needs; raises what prevents an install: each error says what to do about it."""
    _require_readable(conn, options)
    database = catalogue.read(conn)
    catalogue.require_primary(conn)
    state = database.state
    if state:
        catalogue.require_no_newer(state)
    source, api = _schemas(conn, options, database)
    migrations = files.load_migrations(source, api)
    _require_known_migrations(migrations, database.migrations)
    catalogue.require_source_tables(conn, source)
    loaded = files.load(source, api)
    listed = _listed(loaded)
    rebuild = why_from_scratch(conn, options, database, loaded)
    _spare_archived_days(conn, database, rebuild)
    api_exists = catalogue.has_schema(conn, api)
    granted = state.granted_to if state else []
    may_call, lack_usage = catalogue.readers(
        conn, state.api_schema if state else None, api, options.grant_to, granted or []
    )
    foreign = catalogue.foreign_objects(conn, database.owner) if state and not rebuild else []
    found = Installation(
        options,
        source,
        api,
        options.always or bool(state and state.always),
        sorted({*(may_call if granted is None else granted), *options.grant_to}),
        loaded,
        listed,
        migrations,
        database,
        before=state,
        rebuild=rebuild,
        teardown=[],
        kept=[],
        source_indexes=_without_obsolete(catalogue.source_indexes(conn, source), database, listed),
        triggers=catalogue.triggers(conn, source),
        api_schema_exists=api_exists,
        readers=may_call,
        lack_usage=lack_usage,
        # A view of another owner may read nothing of ours.
        handed_out=catalogue.handed_out(conn) if state and not rebuild and not foreign else [],
        foreign=foreign,
        dumpers=catalogue.dumpers(conn, source, database.owner or database.role),
        warnings=[],
        partitioned=catalogue.partitioned(conn, source),
    )
    _require_privileges(conn, found)
    found = _from_scratch(conn, found) if rebuild else found
    return found._replace(warnings=_refuse_what_is_foreign(conn, found) + _unindexed(found))


def _schemas(conn: psycopg.Connection, options: Options, database: Database) -> tuple[str, str]:
    state = database.state
    source, api = "public", "public"
    if state:
        source, api = state.source_schema, state.api_schema
    elif database.damage:
        # Only our triggers and functions show where everything was.
        on = {t.schema for t in catalogue.triggers(conn, "public") if t.is_ours}
        source, api = on.pop() if len(on) == 1 else "public", catalogue.where_the_api_is(conn, database)
    if (options.api_schema or api) == "pgsummary":
        raise PgSummaryError("--api-schema: pgsummary is the schema of the internals", "Choose any other schema.")
    return options.source_schema or source, options.api_schema or api


def _require_known_migrations(migrations: list[Migration], ran: dict[str, str]) -> None:
    known = {migration.name: migration.sha256 for migration in migrations}
    for name, sha256 in sorted(ran.items()):
        if name not in known:
            raise Newer(f"migration {name} ran here, but this pg-summary does not know it", "Upgrade this program.")
        if sha256 != known[name]:
            raise Unsupported(
                f"migration {name} was edited after it ran here", "Install the release of pg-summary as published."
            )


def why_from_scratch(conn: psycopg.Connection, options: Options, database: Database, loaded: list[File]) -> str | None:
    """Why our objects are dropped and made again: they are incomplete, or not of one install."""
    if database.damage:
        return database.damage
    if database.state is None:
        return None
    if options.rebuild:
        return "--rebuild asks for it"
    recorded = {row.object: row for row in database.recorded if row.kind in ("table", "type")}
    lost = sorted(name for name, row in recorded.items() if not row.is_there)
    if lost:
        return "some tables of pg-summary are missing: {}".format(", ".join(lost))
    names = {row.object for row in database.recorded}
    kinds = ("table", "type", "view", "materialized view")
    ours = {item.object for file in loaded for item in file.objects if item.kind in kinds}
    mixed = sorted((catalogue.relations(conn) & ours) - names)
    if mixed:
        return "the tables of pg-summary are from different installs (not recorded: {})".format(", ".join(mixed))
    return catalogue.mixture(conn)


def _spare_archived_days(conn: psycopg.Connection, database: Database, rebuild: str | None) -> None:
    """Raises if an install would lose or could not read archived days, whose rows may be gone."""
    archived = catalogue.archived_before(conn)
    if archived is None:
        return
    if rebuild:
        raise PgSummaryError(
            f"the days before {archived} are archived, and would be lost if pg-summary were made from scratch: "
            f"{rebuild}",
            "Restore what is missing. To go on without it, run pg-summary uninstall first"
            + (", or pg-summary archive --undo while the rows still exist." if database.state else "."),
        )
    state = database.state
    if state and state.rollup_format != files.rollup_format():
        raise Unsupported(
            f"the days before {archived} are archived in rollup format {state.rollup_format}, but this release reads "
            f"format {files.rollup_format()}",
            "Stay with the release that is installed, or run its pg-summary archive --undo while the rows still exist.",
        )


def _from_scratch(conn: psycopg.Connection, found: Installation) -> Installation:
    """The same, without our objects, except the statements that drop them."""
    return found._replace(
        database=found.database._replace(state=None, recorded=[], migrations={}, replaced_indexes=[]),
        teardown=catalogue.everything(conn, found.database, sorted(found.api_names)),
        kept=[row for row in found.database.recorded if not row.file],
        triggers=[],
        readers={role: set() for role in found.readers},
    )


def _without_obsolete(indexes: list[Index], database: Database, listed: dict[tuple[str, str, str], Any]) -> list[Index]:
    obsolete = {row.object for row in database.recorded if row.kind == "index" and row.key not in listed}
    return [index for index in indexes if index.name not in obsolete]


def _require_readable(conn: psycopg.Connection, options: Options) -> None:
    """After a change of owner, the role that installs may not be able to read what is installed."""
    owner = catalogue.unreadable_owner(conn)
    if owner:
        source, api = options.source_schema or "public", options.api_schema or "public"
        grants = catalogue.missing_grants(conn, source, api, False, [], owner)
        raise MissingPrivilege(LACKS, "Let an administrator run: {};".format("; ".join(grants)))


def _require_privileges(conn: psycopg.Connection, found: Installation) -> None:
    owned = {table for table, _, _ in found.missing_base_indexes()}
    if found.options.always and not (found.database.state and found.database.state.always):
        owned.update(files.SOURCE_TABLES)
    grants = catalogue.missing_grants(
        conn, found.source_schema, found.api_schema, not found.api_schema_exists, sorted(owned), found.database.owner
    )
    if grants:
        raise MissingPrivilege(
            LACKS,
            "Let an administrator run: {};".format("; ".join(grants))
            + (" or install with --no-base-indexes." if owned and len(grants) == 1 else ""),
        )


def _refuse_what_is_foreign(conn: psycopg.Connection, found: Installation) -> list[str]:
    """Raises Foreign if an object that we did not make has one of our names; returns warnings about tolerated ones."""
    for trigger in found.triggers:
        if not trigger.is_ours:
            table = f"{trigger.schema}.{trigger.table_name}"
            raise Foreign(
                f"there is a trigger {trigger.name} on {table} that pg-summary did not make",
                f"Rename it: ALTER TRIGGER {trigger.name} ON {table} RENAME TO another_name.",
            )
    for table, name, _ in found.missing_base_indexes():
        index = found.index_named(name)
        if index and index.being_built and not index.valid:
            raise Busy(f"index {name} is being built by another session", "Run this again when it has finished.")
        if index and index.valid and not any(row.object == name for row in found.database.recorded):
            raise Foreign(
                f"there is an index {name} on {found.source_schema}.{table} that pg-summary did not make",
                "Rename it (ALTER INDEX ... RENAME TO ...), or install with --no-base-indexes.",
            )
    return _foreign_functions(conn, found)


def _unindexed(found: Installation) -> list[str]:
    """A warning for each index of a partitioned table that is missing: its owner has to build it."""
    return [
        f"table {table} is partitioned: install does not build its index, since writers would wait. Run yourself: "
        + re.sub(r" concurrently \w+", "", statement)
        for table, _, statement in found.wanted_base_indexes()
        if table in found.partitioned
    ]


def _api(found: Installation) -> dict[str, Object]:
    """The functions of the API, by name."""
    return {item.object: item for stage, item in found.listed.values() if stage in files.API}


def _is_left_over(found: Installation, other: Any, item: Object) -> bool:
    """Exactly our function, and of this role: a remainder after the schema pgsummary was dropped."""
    return other.owner == found.database.role and f"${other.body}$" in item.statement


def _foreign_functions(conn: psycopg.Connection, found: Installation) -> list[str]:
    """The same for the functions of the API: a call may match one with other parameters instead of ours."""
    ours = _api(found)
    references = {name: item.reference for name, item in ours.items()}
    recorded = {row.name: row for row in found.database.recorded if row.kind == "function"}
    going = " ".join(found.teardown)
    warnings = []
    for other in catalogue.namesakes(conn, found.api_schema, references):
        row = recorded.get(other.name)
        if other.name in going or (row and (not row.is_changed or other.owner == found.database.owner)):
            continue
        if _is_left_over(found, other, ours[other.object]):
            continue
        if other.is_exact or found.before is None or found.api_moved:
            what = (
                "that pg-summary did not make"
                if other.is_exact
                else "that calls of pg-summary's own could reach instead"
            )
            raise Foreign(
                f"there is a function {other.name} (owner: {other.owner}) {what}",
                "Install the functions of the API elsewhere: --api-schema NAME; or drop or rename that one, "
                f"if you know it: DROP FUNCTION {other.name}.",
            )
        warnings.append(
            f"warning: function {other.name} (owner: {other.owner}) is not pg-summary's: calls of pg-summary's own "
            "may reach it instead"
        )
    return warnings
