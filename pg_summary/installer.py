"""Install, upgrade and uninstall: a plan of statements, computed from the catalogue, and its execution.

Fresh, again and upgrade are one code path: what differs from the files is replaced. Everything happens in
one transaction, but for what cannot: the base indexes (CONCURRENTLY), the backfill, which is a loop of refreshes,
and dropping what indexes were replaced. They come after it, so that an install that was cut off is completed by the
next one.
"""

from __future__ import annotations

import random
import re
import time
from typing import Callable, Iterable, NamedTuple, Sequence, Tuple

import psycopg

from pg_summary import __version__, catalogue, files, refresher
from pg_summary.catalogue import Database, Recorded
from pg_summary.errors import (
    INSTALL_RUNNING,
    MISFIT,
    Busy,
    MissingPrivilege,
    Newer,
    PgSummaryError,
    Unsupported,
    translate,
)
from pg_summary.files import File, Object, quote_identifier, quote_literal

ATTEMPTS = 12
BATCH_SIZE = 20000
INDEX_LOCK_TIMEOUT_MS = 60000

_Key = Tuple[str, str, str]


class Options(NamedTuple):
    """What to install where. A schema that is None is the installed one, else public."""

    source_schema: str | None = None
    api_schema: str | None = None
    grant_to: Sequence[str] = ()
    backfill: bool = True
    base_indexes: bool = True
    always: bool = False
    lock_timeout_ms: int = 3000


class Plan(NamedTuple):
    """The statements of an install, in order."""

    preamble: list[str]
    transaction: list[str]
    indexes: list[str]
    record: list[str]
    backfill: list[str]
    cleanup: list[str]

    def script(self) -> list[str]:
        """Every statement that runs; of the backfill the first refresh, which is repeated."""
        statements: list[str] = []
        if self.transaction:
            statements += self.preamble + self.transaction + ["commit"]
        if self.indexes:
            statements += self.indexes + self.preamble + self.record + ["commit"]
        return statements + self.backfill + self.cleanup


class Installation(NamedTuple):
    """What the files say should be there, and what a plan needs to know of the database."""

    options: Options
    source_schema: str
    api_schema: str
    files: list[File]
    migrations: list[files.Migration]
    database: Database
    source_indexes: list[catalogue.Index]
    api_schema_exists: bool
    readers: dict[str, set[str]]
    lack_usage: set[str]


def preamble(options: Options, deadlock_timeout_ms: int) -> list[str]:
    """Begin a transaction that depends on no setting of the session, alone at its work."""
    return [
        "begin isolation level read committed read write",
        "set local search_path = pg_catalog, pg_temp",
        "set local standard_conforming_strings = on",
        "set local quote_all_identifiers = off",
        "set local intervalstyle = postgres",
        "set local check_function_bodies = off",
        "set local client_min_messages = warning",
        "set local statement_timeout = 0",
        f"set local lock_timeout = {_wait_ms(options, deadlock_timeout_ms)}",
        "do $install$\n"
        "begin\n"
        "    if not pg_try_advisory_xact_lock(hashtext('pgsummary.install')) then\n"
        "        raise exception 'install: another session installs or uninstalls pg-summary'\n"
        f"        using errcode = '{INSTALL_RUNNING}', hint = 'Run this again when it has finished.';\n"
        "    end if;\n"
        "end\n"
        "$install$",
    ]


def _wait_ms(options: Options, deadlock_timeout_ms: int) -> int:
    """How long to wait for a lock while others wait for us.

    A writer may do so on each of the six tables that get triggers: for the lock timeout in all, and for less than
    the time after which PostgreSQL looks for a deadlock and might end the writer. Half of it is left for the work
    between the tables, which takes long on a machine that has much else to do.
    """
    return max(1, min(options.lock_timeout_ms, deadlock_timeout_ms // 2) // 6)


def _between_refreshes(options: Options, deadlock_timeout_ms: int) -> list[str]:
    """Wait for the batch that is folded now, holding nothing yet: it would be in the way of all that follows."""
    return [
        f"set local lock_timeout = {options.lock_timeout_ms}",
        "select pg_advisory_xact_lock(hashtext('pgsummary.refresh'))",
        f"set local lock_timeout = {_wait_ms(options, deadlock_timeout_ms)}",
    ]


def offline(options: Options) -> Plan:
    """The plan of a fresh install, without a connection."""
    source, api = options.source_schema or "public", options.api_schema or "public"
    return plan(
        Installation(
            options,
            source,
            api,
            files.load(source, api),
            files.load_migrations(source, api),
            catalogue.EMPTY,
            [],
            api == "public",
            {role: set() for role in options.grant_to},
            set() if api == "public" else set(options.grant_to),
        )
    )


def survey(conn: psycopg.Connection, options: Options) -> Installation:
    """Read what a plan needs; raises what forbids an install: each error says what to do about it."""
    database = catalogue.read(conn)
    catalogue.require_primary(conn)
    state = database.state
    if state:
        catalogue.require_no_newer(state)
    source = options.source_schema or (state.source_schema if state else "public")
    api = options.api_schema or (state.api_schema if state else "public")
    if api == "pgsummary":
        raise PgSummaryError("--api-schema: pgsummary is the schema of the internals", "Choose any other schema.")
    migrations = files.load_migrations(source, api)
    known = {migration.name: migration.sha256 for migration in migrations}
    for name, sha256 in sorted(database.migrations.items()):
        if name not in known:
            raise Newer(f"migration {name} ran here, but this pg-summary does not know it")
        if sha256 != known[name]:
            raise Unsupported(f"migration {name} was edited after it ran here")
    catalogue.require_source_tables(conn, source)
    api_exists = catalogue.has_schema(conn, api)
    may_call, lack_usage = catalogue.readers(conn, state.api_schema if state else None, api, options.grant_to)
    listed = files.load(source, api)
    keys = {_key(item) for file in listed for item in file.objects}
    obsolete = {row.name.rsplit(".", 1)[-1] for row in database.recorded if _key(row) not in keys}
    found = Installation(
        options,
        source,
        api,
        listed,
        migrations,
        database,
        [index for index in catalogue.source_indexes(conn, source) if index.name not in obsolete],
        api_exists,
        may_call,
        lack_usage,
    )
    owned = {table for table, _, _ in missing_base_indexes(found)}
    if options.always and not (state and state.always):
        owned.update(files.SOURCE_TABLES)
    grants = catalogue.missing_grants(conn, source, api, not api_exists, sorted(owned))
    if grants:
        raise MissingPrivilege(
            "this role lacks privileges that the install needs",
            "Let an administrator run: {};".format("; ".join(grants))
            + (" or install with --no-base-indexes." if owned and len(grants) == 1 else ""),
        )
    return found


def plan(found: Installation) -> Plan:
    """The statements that make the database what the files say; none where it is."""
    options, state = found.options, found.database.state
    recorded: dict[_Key, Recorded] = {_key(row): row for row in found.database.recorded}
    listed: dict[_Key, tuple[int, Object]] = {
        _key(item): (file.stage, item) for file in found.files for item in file.objects
    }
    changed = {key for key, (_, item) in listed.items() if _differs(item, recorded.get(key))}
    api_moved = state is not None and state.api_schema != found.api_schema
    source_moved = state is not None and state.source_schema != found.source_schema
    redeclared = {
        key
        for key in changed
        if key[0] == "function"
        and _is_there(recorded, key)
        and (recorded[key].declaration != listed[key][1].declaration or (api_moved and listed[key][0] == files.API))
    }
    # Tables and their types change by migrations alone, those that drop them included.
    obsolete = {
        key
        for key, row in recorded.items()
        if key not in listed and row.file and row.is_there and key[0] not in ("table", "type")
    }
    if redeclared or obsolete or any(listed[key][0] in files.VIEWS for key in changed):
        # Views depend on functions and on each other: they are rebuilt all together.
        changed |= {key for key, (stage, _) in listed.items() if stage in files.VIEWS}

    # To drop a trigger, a transaction must be alone on its table; to replace it, only no one may write.
    triggers_in_place = found.database.major >= 14 and not source_moved

    def to_replace(key: _Key) -> bool:
        """Whether what is there must go before its successor comes; CREATE OR REPLACE does the rest."""
        kind, stage = key[0], listed[key][0]
        if kind == "index":
            return stage == files.INDEXES or (stage == files.BASE_INDEXES and source_moved)
        return kind in ("view", "materialized view") or (kind == "trigger" and not triggers_in_place)

    drops, late = [], []  # `late`: what locks writers out comes last
    replaced_indexes = list(found.database.replaced_indexes)
    for key, row in reversed(list(recorded.items())):
        if row.is_there and (key in obsolete or key in redeclared or (key in changed and to_replace(key))):
            if row.kind == "index" and row.name.startswith("pgsummary."):
                drops.append(_put_aside(row, replaced_indexes))
            else:
                (late if row.kind == "trigger" and key not in obsolete else drops).append(_drop(row))

    main: list[str] = []
    pending = [m for m in found.migrations if m.name not in found.database.migrations]
    if not found.api_schema_exists:
        main.append(f"create schema {quote_identifier(found.api_schema)}")
    main += drops
    if state is None:
        main += [s for file in found.files if file.stage == files.TABLES for s in file.statements]
    else:
        main += [s for migration in pending for s in migration.statements]
    main += [
        "insert into pgsummary.migration (name, sha256)\n"
        f"values ({quote_literal(migration.name)}, {quote_literal(migration.sha256)})"
        for migration in pending
    ]
    for file in found.files:
        touched = [item for item in file.objects if _key(item) in changed]
        if file.stage == files.TRIGGERS:
            late += [
                item.statement.replace("create trigger", "create or replace trigger", 1)
                if triggers_in_place and _is_there(recorded, _key(item))
                else item.statement
                for item in touched
            ]
        elif file.stage == files.INDEXES:
            main += [item.statement for item in touched]
        elif touched and file.stage not in (files.BASE_INDEXES, files.TABLES):
            main += file.statements

    always = options.always or bool(state and state.always)
    if always:
        late += [
            f"alter table {item.reference} enable always trigger {item.object}"
            for key, (_, item) in listed.items()
            if item.kind == "trigger" and (key in changed or not (state and state.always))
        ]
    late.sort(key=_position)
    # Changes may have gone by unseen, or what the facts hold came from other definitions.
    stale = bool(pending) or any(
        key[0] == "trigger" or (key[0] == "function" and listed[key][0] < files.TRIGGERS) for key in changed
    )
    if stale:
        late.append("select pgsummary.mark_everything()")
    grants = _grants(found, changed, redeclared)
    as_installed = state and state[:4] == (__version__, found.source_schema, found.api_schema, always)
    unrecorded = any(
        listed[key][0] == files.TABLES or _exists(found, key) for key in changed if listed[key][0] < files.INDEXES
    )
    transaction: list[str] = []
    if main or late or grants or unrecorded or not as_installed:
        if state is not None:
            transaction += _between_refreshes(options, found.database.deadlock_timeout_ms)
        transaction += main
        transaction.append(
            "update pgsummary.state\nset version = {}, source_schema = {}, api_schema = {}, always = {}, "
            "installed_at = now(){}".format(
                quote_literal(__version__),
                quote_literal(found.source_schema),
                quote_literal(found.api_schema),
                str(always).lower(),
                ", backfilled_at = null" if stale else "",
            )
        )
        transaction += [s for file in found.files if file.stage == files.GRANTS for s in file.statements]
        transaction += grants + late + [_CHECK_FIT] + _record(found)
    return Plan(
        preamble(options, found.database.deadlock_timeout_ms),
        transaction,
        _build_base_indexes(found),
        _record(found),
        _BACKFILL if options.backfill and (stale or not (state and state.backfilled)) else [],
        _concurrently(f"drop index concurrently pgsummary.{name}" for name in replaced_indexes),
    )


_CHECK_FIT = f"""\
do $install$
declare
    misfit record;
begin
    for misfit in select m.function_name, m.error from pgsummary.misfits() m limit 1 loop
        raise exception 'install: % does not fit the source tables: %', misfit.function_name, misfit.error
        using errcode = '{MISFIT}', hint = 'Are all migrations of the PeerMetrics API server applied?';
    end loop;
end
$install$"""


# Around what runs outside a transaction: neither a role's nor a database's settings stop it.
_FREE = ["set default_transaction_read_only = off", "set statement_timeout = 0"]
_BOUND = ["reset statement_timeout", "reset default_transaction_read_only"]

_FIRST_FOLD = refresher.REFRESH.format(BATCH_SIZE)
_BACKFILL = [
    *_FREE,
    _FIRST_FOLD,
    refresher.REFRESH_VIEWS.format("0 s"),
    # What indexes cover need not be looked up in tables that are vacuumed.
    "vacuum (analyze) pgsummary.conference_fact, pgsummary.session_fact, pgsummary.connection_fact, "
    "pgsummary.issue_fact, pgsummary.rollup_day, pgsummary.rollup_quarter, pgsummary.rollup_segment, "
    "pgsummary.segmented_day, pgsummary.segment, pgsummary.profile, pgsummary.change_log",
    *_BOUND,
]


def install(
    conn: psycopg.Connection,
    options: Options,
    say: Callable[[str], None] = lambda line: None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bool:
    """Make the database what the files say, and fold what there is. Returns whether anything was to be done.

    `say` hears what goes on, `progress` how many changes of how many the backfill has folded.
    """
    with catalogue.snapshot(conn):
        found = survey(conn, options)
    planned = plan(found)
    if planned.transaction:

        def compute() -> list[str]:
            nonlocal planned
            planned = plan(survey(conn, options))
            return planned.transaction

        if found.database.state is None:
            for publication in catalogue.publications_of_everything(conn):
                say(
                    f"publication {publication} is FOR ALL TABLES: its subscribers get pg-summary's tables too; where "
                    "these are missing, replication stops until they are there (docs/topologies.md)"
                )
        _transact(conn, planned.preamble, compute, found.source_schema)
        if planned.transaction:
            say(f"installed pg-summary {__version__} in database {found.database.name}")
    if planned.indexes:
        _execute_concurrently(conn, planned.indexes, found.source_schema, say)
        _transact(conn, planned.preamble, lambda: planned.record, found.source_schema)
    if planned.backfill:
        say("folding what the source tables hold; answers are exact meanwhile, if slower")
        try:
            for statement in planned.backfill:
                if statement == _FIRST_FOLD:
                    refresher.drain(conn, BATCH_SIZE, progress)
                else:
                    conn.execute(statement)
        except Busy:
            say("another refresh is running: the rest is left to it")
            for statement in _BOUND:
                conn.execute(statement)
    _execute_concurrently(conn, planned.cleanup, found.source_schema, say)
    return bool(planned.script())


def plan_for(conn: psycopg.Connection, options: Options) -> Plan:
    """What `install` would run now."""
    with catalogue.snapshot(conn):
        return plan(survey(conn, options))


def inventory(conn: psycopg.Connection) -> dict[str, int]:
    """How many objects of ours there are, by kind; raises NotInstalled."""
    with catalogue.snapshot(conn):
        catalogue.require_installed(conn)
        counts: dict[str, int] = {}
        for row in catalogue.read(conn).recorded:
            if row.is_there:
                counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts


def uninstall(conn: psycopg.Connection, options: Options) -> None:
    """Drop everything of ours by name, in one transaction; what depends on it and is not ours forbids it."""

    def compute() -> list[str]:
        drops = [_drop(row) for row in reversed(catalogue.read(conn).recorded) if row.is_there]
        return _between_refreshes(options, database.deadlock_timeout_ms) + drops

    with catalogue.snapshot(conn):
        database = catalogue.read(conn)
        catalogue.require_primary(conn)
        state = catalogue.require_installed(conn)
        grants = catalogue.missing_grants(conn, state.source_schema, state.api_schema, False, files.SOURCE_TABLES)
    owners = [grant for grant in grants if " ON " not in grant]
    if owners:
        raise MissingPrivilege(
            "this role may not drop what pg-summary put on the source tables",
            "Let an administrator run: {};".format("; ".join(owners)),
        )
    _transact(conn, preamble(options, database.deadlock_timeout_ms), compute, state.source_schema)


def _transact(
    conn: psycopg.Connection, begin: Sequence[str], compute: Callable[[], list[str]], source_schema: str
) -> None:
    """Run what `compute` says in one transaction, again while others hold locks that it needs."""
    for attempt in range(ATTEMPTS):
        statement = ""
        try:
            for statement in begin:
                conn.execute(statement)
            for statement in compute():
                conn.execute(statement)
            conn.execute("commit")
            return
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            conn.execute("rollback")
            if attempt + 1 < ATTEMPTS:
                time.sleep(random.uniform(0.1, 0.9))
        except psycopg.Error as error:
            known = translate(error)
            if type(known) is PgSummaryError:
                known = PgSummaryError(f"{known} (in: {statement.splitlines()[0]})", known.hint)
            raise known from error
        finally:
            if not conn.closed and conn.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                conn.execute("rollback")
    raise Busy(
        f"a table is locked by another session, {ATTEMPTS} attempts were in vain",
        "It holds or held: {}. Nothing was changed: run this again.".format(
            catalogue.blockers(conn, source_schema) or "nothing now"
        ),
    )


def _execute_concurrently(
    conn: psycopg.Connection, statements: Sequence[str], source_schema: str, say: Callable[[str], None]
) -> None:
    for statement in statements:
        if "concurrently" in statement:
            say(statement)
        try:
            conn.execute(statement)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            raise Busy(
                f"an index waits for another session's transaction: {statement}",
                "It holds: {}. All else is in place: run install again.".format(
                    catalogue.blockers(conn, source_schema) or "a snapshot"
                ),
            ) from None
        except (psycopg.errors.DuplicateTable, psycopg.errors.UniqueViolation):
            raise Busy(f"another session builds the same index: {statement}") from None


def _key(item: Object | Recorded) -> _Key:
    return item.kind, item.object, item.file


def _is_there(recorded: dict[_Key, Recorded], key: _Key) -> bool:
    return key in recorded and recorded[key].is_there


def _differs(item: Object, row: Recorded | None) -> bool:
    return row is None or row.now != row.definition_hash or row.source_hash != item.source_hash


def _position(statement: str) -> int:
    """Where the source table that a statement is about stands among them."""
    plain = statement.replace('"', "")
    return next(n for n, table in enumerate(files.SOURCE_TABLES) if re.search(rf"\.{table}\b", plain))


def _drop(row: Recorded) -> str:
    return "{} {}".format("revoke" if row.kind == "grant" else "drop " + row.kind, row.name)


def _put_aside(row: Recorded, replaced: list[str]) -> str:
    """Rename an index of ours, which its successor is built beside; add its new name to those to drop afterwards.

    To drop it at once would wait for every reader's transaction, with all that came before it locked.
    """
    aside = next(name for n in range(1, 1000) if (name := f"{row.object}_replaced{n}") not in replaced)
    replaced.append(aside)
    return f"alter index {row.name} rename to {aside}"


def _exists(found: Installation, key: _Key) -> bool:
    """Whether a base index that no install has recorded is there: one was cut off."""
    return any(index.name == key[1] and index.valid for index in found.source_indexes)


def _build_base_indexes(found: Installation) -> list[str]:
    """What builds the base indexes that have no equal, and drops what an interrupted build left behind."""
    builds: list[str] = []
    for _, name, statement in missing_base_indexes(found):
        left_over = [index for index in found.source_indexes if index.name == name]
        if any(index.being_built and not index.valid for index in left_over):
            raise Busy(f"index {name} is being built by another session", "Run this again when it is done.")
        if left_over:
            builds.append(f"drop index concurrently {quote_identifier(found.source_schema)}.{name}")
        builds.append(statement)
    return _concurrently(builds)


def _concurrently(statements: Iterable[str]) -> list[str]:
    """What runs statements that block nobody, but wait for older transactions: for how long, is bounded."""
    run = list(statements)
    return run and [
        *_FREE,
        f"set lock_timeout = {INDEX_LOCK_TIMEOUT_MS}",
        *run,
        "reset lock_timeout",
        *_BOUND,
    ]


def missing_base_indexes(found: Installation) -> list[tuple[str, str, str]]:
    """Table, name and statement of each base index that no valid index equals, whatever its name."""
    missing = []
    for file in found.files if found.options.base_indexes else ():
        for item in file.objects if file.stage == files.BASE_INDEXES else ():
            table, columns = re.search(r"\.(\w+)\s*(\([^()]*\))$", item.statement).groups()
            shape = " ".join(f"btree {columns}".lower().split())
            if not any(
                index.table_name == table and index.valid and index.shape.lower() == shape
                for index in found.source_indexes
            ):
                missing.append((table, item.object, item.statement))
    return missing


def _grants(found: Installation, changed: set[_Key], redeclared: set[_Key]) -> list[str]:
    """What lets each reader call every API function, and remembers what an uninstall has to take back."""
    statements = []
    for role, may_call in sorted(found.readers.items()):
        name = quote_identifier(role)
        if role in found.lack_usage:
            usage = f"usage on schema {quote_identifier(found.api_schema)}"
            statements.append(f"grant {usage} to {name}")
            statements.append(
                "insert into pgsummary.installed_object\nvalues (1, 'grant', {}, {}, '', '', '', '')\n"
                "on conflict do nothing".format(quote_literal(role), quote_literal(f"{usage} from {name}"))
            )
        functions = [
            item.reference
            for file in found.files
            if file.stage == files.API
            for item in file.objects
            if item.object not in may_call or _key(item) in redeclared or (role == "public" and _key(item) in changed)
        ]
        if functions:
            statements.append("grant execute on function\n    {}\nto {}".format(",\n    ".join(functions), name))
    return statements


def _record(found: Installation) -> list[str]:
    """What writes down every object that is there, with what its file and the catalogue say of it."""
    rows = [item for file in found.files for item in file.objects]
    values = ",\n    ".join(
        "({}, {})".format(position, ", ".join(quote_literal(value) for value in item[:6]))
        for position, item in enumerate(rows, 2)
    )
    statements = [
        "delete from pgsummary.installed_object where file <> ''",
        "insert into pgsummary.installed_object\n"
        "    (position, kind, object, name, file, source_hash, declaration, definition_hash)\n"
        "select\n"
        "    v.position, v.kind, v.object, c.name, v.file, v.source_hash, v.declaration, c.definition_hash\n"
        f"from (values\n    {values}\n"
        ") as v (position, kind, object, reference, file, source_hash, declaration)\n"
        f"join ({catalogue.DEFINITIONS}) c\n"
        "on c.kind = v.kind and c.object = v.object and c.oid = case v.kind\n"
        "    when 'schema' then to_regnamespace(v.reference)::oid\n"
        "    when 'function' then to_regprocedure(v.reference)::oid\n"
        "    else to_regclass(v.reference)::oid\n"
        "end",
    ]
    if not found.api_schema_exists:
        statements.append(
            "insert into pgsummary.installed_object\n"
            "select 0, 'schema', {0}, quote_ident({0}), '', '', '', md5('')\n"
            "on conflict do nothing".format(quote_literal(found.api_schema))
        )
    return statements
