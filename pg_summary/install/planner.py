"""The order of the changes, and the statements that make them."""

from __future__ import annotations

from typing import Iterable, Mapping, NamedTuple, Sequence

from pg_summary import __version__
from pg_summary.errors import INSTALL_RUNNING, MISFIT
from pg_summary.install import catalogue, files
from pg_summary.install.catalogue import Recorded
from pg_summary.install.changes import Changes, compute
from pg_summary.install.files import Object, quote_identifier, quote_literal
from pg_summary.install.steps import Concurrently, Drain, GivingWay, Sql, Step, Views
from pg_summary.install.survey import Installation, Options

INDEX_LOCK_TIMEOUT_MS = 60000

__all__ = ["Options", "Plan", "plan"]


class Plan(NamedTuple):
    """The statements of an install, in order, and what to report when they have run."""

    preamble: list[Step]
    transaction: list[Step]
    indexes: list[Step]
    record: list[Step]
    fold: list[Step]
    cleanup: list[Step]
    outcome: list[str]

    def script(self) -> list[Step]:
        """Every statement that runs; none if there is nothing to do."""
        steps: list[Step] = []
        if self.transaction:
            steps += [*self.preamble, *self.transaction, COMMIT]
        if self.indexes:
            steps += [*self.indexes, *self.preamble, *self.record, COMMIT]
        steps += self.fold + self.cleanup
        return steps and [LOCK, *FREE, *steps, *BOUND, UNLOCK]


LOCK = Step(
    "do $install$\n"
    "begin\n"
    "    if not pg_try_advisory_lock(hashtext('pgsummary.install')) then\n"
    "        raise exception 'install: another session is installing or uninstalling pg-summary'\n"
    f"        using errcode = '{INSTALL_RUNNING}', hint = 'Run this again when it has finished.';\n"
    "    end if;\n"
    "end\n"
    "$install$",
    "one install at a time",
)
UNLOCK = Step("select pg_advisory_unlock(hashtext('pgsummary.install'))", "the install is over")
COMMIT = Step("commit")

# No setting of a role or a database stops the work; the server ends it if the program is gone, where it can.
_OWN_SETTINGS = {
    "default_transaction_isolation": "'read committed'",
    "default_transaction_read_only": "off",
    "search_path": "pg_catalog, pg_temp",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "client_min_messages": "notice",
}
_WHERE_KNOWN = {"transaction_timeout": "0", "client_connection_check_interval": "2s"}


def _where_known(values: Mapping[str, str | None]) -> str:
    """Settings that not every server has, or allows on its system; None restores the value of the session."""
    changes = "".join(
        "    begin\n        {};\n    exception\n        when others then\n            null;\n    end;\n".format(
            f"reset {name}" if value is None else f"set {name} = '{value}'"
        )
        for name, value in values.items()
    )
    return f"do $install$\nbegin\n{changes}end\n$install$"


FREE = [
    *(Step(f"set {name} = {value}", "no setting of the role decides") for name, value in _OWN_SETTINGS.items()),
    Step(_where_known(_WHERE_KNOWN), "the server notices where the program is gone"),
]
BOUND = [
    Step(_where_known({name: None for name in _WHERE_KNOWN}), "as it was"),
    *(Step(f"reset {name}", "as it was") for name in reversed(list(_OWN_SETTINGS))),
]


def preamble(options: Options, deadlock_timeout_ms: int) -> list[Step]:
    """Begin a transaction that depends on no setting of the session, and that only one session runs at a time."""
    return [
        Step(sql, reason)
        for sql, reason in [
            ("begin isolation level read committed read write", "all or nothing"),
            ("set local search_path = pg_catalog, pg_temp", "no setting of the role decides"),
            ("set local standard_conforming_strings = on", "no setting of the role decides"),
            ("set local quote_all_identifiers = off", "definitions are compared"),
            ("set local intervalstyle = postgres", "definitions are compared"),
            ("set local check_function_bodies = off", "functions may come before what they call"),
            ("set local client_min_messages = warning", "no setting of the role decides"),
            ("set local statement_timeout = 0", "no setting of the role decides"),
            (f"set local lock_timeout = {_wait_ms(options, deadlock_timeout_ms)}", "no writer waits for long"),
            (
                LOCK.replace("pg_try_advisory_lock", "pg_try_advisory_xact_lock"),
                "one install at a time",
            ),
        ]
    ]


def _wait_ms(options: Options, deadlock_timeout_ms: int) -> int:
    """How long to wait for a lock while others wait for us.

    A writer may do so on each of the six tables that get triggers: for the lock timeout in all, and for less than
    the time after which PostgreSQL looks for a deadlock and might end the writer. Half of it is left for the work
    between the tables, which takes long on a machine that has much else to do.
    """
    return max(1, min(options.lock_timeout_ms, deadlock_timeout_ms // 2) // 6)


def between_refreshes(options: Options, deadlock_timeout_ms: int) -> list[Step]:
    """Wait for the batch that is being folded, before we hold any lock: it would block everything that follows."""
    reason = "between two refreshes"
    return [
        Sql(f"set local lock_timeout = {options.lock_timeout_ms}", reason),
        Sql("select pg_advisory_xact_lock(hashtext('pgsummary.refresh'))", reason),
        Sql(f"set local lock_timeout = {_wait_ms(options, deadlock_timeout_ms)}", reason),
    ]


def plan(found: Installation) -> Plan:
    """The statements that make the database match the files; none if it does."""
    changes = compute(found)
    aside = list(found.database.replaced_indexes)
    transaction = [] if changes.are_none and not _grants(found, changes) else _transaction(found, changes, aside)
    return Plan(
        preamble(found.options, found.database.deadlock_timeout_ms),
        transaction,
        _build_base_indexes(found),
        _record(found, changes),
        _fold(found, changes),
        _drop_later(changes)
        + _concurrently(
            Concurrently(f"drop index concurrently if exists pgsummary.{name}", "it was replaced") for name in aside
        ),
        _outcome(found, changes) if transaction else [],
    )


def _transaction(found: Installation, changes: Changes, aside: list[str]) -> list[Step]:
    """The statements of the transaction. Those that lock writers out come last; `aside` gets the indexes to drop
    later."""
    is_alone = found.database.state is None and not found.teardown
    triggers = _triggers(found, changes)
    steps: list[Step] = []
    if not is_alone:
        steps += between_refreshes(found.options, found.database.deadlock_timeout_ms)
    steps += [Sql(statement, found.rebuild or "") for statement in found.teardown]
    if not found.api_schema_exists:
        steps.append(Sql(f"create schema {quote_identifier(found.api_schema)}", "the schema of the API"))
    steps += _drops(changes, aside)
    steps += _tables(found, changes)
    steps += _made(found, changes)
    steps.append(_state(found, changes))
    steps += _of_stage(found, files.GRANTS, "nobody may do anything that was not granted")
    steps += _grants(found, changes)
    if found.database.owner not in ("", found.database.role) or found.foreign:
        steps.append(Sql(_take_over(found.database.owner), "all of ours has one owner"))
    if triggers and not is_alone:
        # An install that makes triggers again must not look like somebody who switched them off and on; but if somebody
        # did so before, that is noticed first.
        reason = "the triggers are new ones from now on"
        triggers = [
            Sql("select pgsummary.notice_gaps()", "triggers may have been off"),
            *triggers,
            Sql("update pgsummary.state set trigger_ids = null, trigger_xids = null", reason),
        ]
    steps += [GivingWay(triggers, "what changes from now on is logged")] if triggers and is_alone else triggers
    if changes.refold:
        steps.append(Sql("select pgsummary.mark_everything()", changes.refold))
    steps.append(Sql(_CHECK_FIT, "an install that does not fit the source tables is not committed"))
    steps += _record(found, changes)
    steps.append(Sql(_CLOSE, "default privileges grant nothing here"))
    for role in found.dumpers:
        steps += _let_dump(role)
    return steps


def _drops(changes: Changes, aside: list[str]) -> list[Step]:
    steps: list[Step] = [
        Sql(drop_trigger(stray.trigger), stray.reason)
        for stray in changes.triggers
        if any(drop.row.object == stray.trigger.function for drop in changes.drop)
    ]
    for drop in changes.drop:
        if drop.row.kind == "index" and drop.row.name.startswith("pgsummary."):
            steps.append(Sql(_put_aside(drop.row, aside), drop.reason))
        else:
            steps.append(Sql(drop_statement(drop.row), drop.reason))
    return steps


def drop_trigger(trigger: catalogue.Trigger) -> str:
    table = ".".join(map(quote_identifier, (trigger.schema, trigger.table_name)))
    return f"drop trigger {quote_identifier(trigger.name)} on {table}"


def drop_statement(row: Recorded) -> str:
    return "{} {}".format("revoke" if row.kind == "grant" else "drop " + row.kind, row.name)


def _put_aside(row: Recorded, replaced: list[str]) -> str:
    """Rename one of our indexes, so that its successor is built beside it; its new name is dropped afterwards.

    Dropping it immediately would wait for every reader's transaction, while all our locks are held.
    """
    aside = next(name for n in range(1, 1000) if (name := f"{row.object}_replaced{n}") not in replaced)
    replaced.append(aside)
    return f"alter index {row.name} rename to {aside}"


def _of_stage(found: Installation, stage: int, reason: str) -> list[Step]:
    return [Sql(s, reason) for file in found.files if file.stage == stage for s in file.statements]


def _tables(found: Installation, changes: Changes) -> list[Step]:
    """Our tables: created from the files if there are none, else migrated."""
    if found.database.state is None:
        steps = _of_stage(found, files.TABLES, "it does not exist yet")
    else:
        steps = [Sql(s, f"migration {m.name}") for m in changes.migrations for s in m.statements]
    return steps + [
        Sql(
            "insert into pgsummary.migration (name, sha256)\n"
            f"values ({quote_literal(migration.name)}, {quote_literal(migration.sha256)})",
            f"migration {migration.name}",
        )
        for migration in changes.migrations
    ]


def _made(found: Installation, changes: Changes) -> list[Step]:
    """Functions, views and the indexes of facts."""
    steps: list[Step] = []
    for file in found.files:
        touched = [item for item in file.objects if item.key in changes.make]
        if not touched or file.stage in (files.BASE_INDEXES, files.TABLES, files.TRIGGERS, files.GRANTS):
            continue
        reason = f"{touched[0].kind} {touched[0].object}: {changes.make[touched[0].key]}"
        if file.stage == files.INDEXES:
            steps += [Sql(item.statement, f"index {item.object}: {changes.make[item.key]}") for item in touched]
        else:
            steps += [Sql(statement, reason) for statement in file.statements]
    return steps


def _triggers(found: Installation, changes: Changes) -> list[Step]:
    """In the order in which the ingest writes a call: locking in another order may cause a deadlock with a writer."""
    ordered: list[tuple[int, Step]] = []
    for stray in changes.triggers:
        if not any(drop.row.object == stray.trigger.function for drop in changes.drop):
            ordered.append((_position(stray.trigger.table_name), Sql(drop_trigger(stray.trigger), stray.reason)))
    for key, (stage, item) in found.listed.items():
        if stage != files.TRIGGERS:
            continue
        if key in changes.make:
            ordered.append((_position(key[2]), Sql(_create_trigger(found, item), changes.make[key])))
        if key in changes.enable_always:
            enable = f"alter table {item.reference} enable always trigger {item.object}"
            ordered.append((_position(key[2]), Sql(enable, "it fires for logical replication, too")))
    return [step for _, step in sorted(ordered, key=lambda pair: pair[0])]


def _create_trigger(found: Installation, item: Object) -> str:
    if found.replaces_triggers and found.has_trigger(item):
        return item.statement.replace("create trigger", "create or replace trigger", 1)
    return item.statement


def _position(table: str) -> int:
    tables = files.SOURCE_TABLES
    return tables.index(table) if table in tables else len(tables)


def _state(found: Installation, changes: Changes) -> Step:
    return Sql(
        "update pgsummary.state\nset version = {}, source_schema = {}, api_schema = {}, always = {}, "
        "granted_to = {}, installed_at = now(){}".format(
            quote_literal(__version__),
            quote_literal(found.source_schema),
            quote_literal(found.api_schema),
            str(found.always).lower(),
            "array[{}]::text[]".format(", ".join(map(quote_literal, found.granted_to))),
            ", backfilled_at = null" if changes.refold else "",
        ),
        changes.state or "what is installed is written down",
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

_CLOSE = """\
do $install$
declare
    given record;
begin
    for given in select g.kind, g.name, g.role from pgsummary.grantee g where g.by_default loop
        execute format(
            'revoke all on %s %s from %s', given.kind, given.name,
            case when given.role = 'public' then 'public' else quote_ident(given.role) end
        );
    end loop;
end
$install$"""


def _take_over(owner: str) -> str:
    return f"""\
do $install$
declare
    owner constant text := {quote_literal(owner)};
    what text;
begin
    -- An array, as no table can be altered while a query of this session reads it.
    foreach what in array array(
        select format('schema %I', n.nspname)
        from pg_namespace n
        where n.nspname = 'pgsummary' and pg_get_userbyid(n.nspowner) <> owner
        union all
        select format('%s pgsummary.%I', case c.relkind when 'c' then 'type' else 'table' end, c.relname)
        from pg_class c
        where c.relnamespace = 'pgsummary'::regnamespace and c.relkind in ('r', 'c', 'v', 'm')
            and pg_get_userbyid(c.relowner) <> owner
        union all
        select format('function %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where p.prokind = 'f' and pg_get_userbyid(p.proowner) <> owner and (
            n.nspname = 'pgsummary' or format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) in (
                select o.name from pgsummary.installed_object o where o.kind = 'function'
            )
        )
    ) loop
        execute format('alter %s owner to %I', what, owner);
    end loop;
end
$install$"""


def _let_dump(role: str) -> list[Step]:
    """pg_dump locks and reads every table of a database."""
    name, reason = quote_identifier(role), f"{role} owns the source tables: its pg_dump reads ours, too"
    return [
        Sql(f"grant usage on schema pgsummary to {name}", reason),
        Sql(f"grant select on all tables in schema pgsummary to {name}", reason),
        Sql(f"grant select on all sequences in schema pgsummary to {name}", reason),
    ]


def _grants(found: Installation, changes: Changes) -> list[Step]:
    """The grants that let each reader call every API function, recorded so that an uninstall can revoke them."""
    steps: list[Step] = []
    for role, may_call in sorted(found.readers.items()):
        name, reason = quote_identifier(role), f"{role} may call some functions of the API, or --grant-to names it"
        if role in found.lack_usage:
            usage = f"usage on schema {quote_identifier(found.api_schema)}"
            steps.append(Sql(f"grant {usage} to {name}", reason))
            steps.append(
                Sql(
                    "insert into pgsummary.installed_object\n"
                    "    (position, kind, object, name, file, source_hash, declaration, meaning, definition_hash)\n"
                    "values (1, 'grant', {}, {}, '', '', '', '', '')\n"
                    "on conflict do nothing".format(quote_literal(role), quote_literal(f"{usage} from {name}")),
                    reason,
                )
            )
        functions = [
            item.reference
            for stage, item in found.listed.values()
            if stage in files.API
            and (
                item.object not in may_call
                or item.key in changes.redeclared
                or (role == "public" and item.key in changes.make)
            )
        ]
        if functions:
            grant = "grant execute on function\n    {}\nto {}".format(",\n    ".join(functions), name)
            steps.append(Sql(grant, reason))
    return steps


# A call of the API that began with the old functions ends with them. Until then it holds locks on our tables, which
# every role may see. A transaction that stays open after its calls keeps these locks, so the wait has an end.
_WAIT_FOR_CALLS = """\
do $install$
declare
    calls constant text[] := array(
        select distinct l.virtualtransaction
        from pg_locks l
        join pg_class c on c.oid = l.relation and c.relnamespace = 'pgsummary'::regnamespace
        where l.database = (select d.oid from pg_database d where d.datname = current_database())
            and l.mode = 'AccessShareLock' and l.pid <> pg_backend_pid()
    );
begin
    for tenth in 1 .. 100 loop
        exit when not exists (select from pg_locks l where l.virtualtransaction = any (calls));
        perform pg_sleep(0.1);
    end loop;
end
$install$"""


def _drop_later(changes: Changes) -> list[Step]:
    """Drops what this release no longer has, once everything that it needs exists."""
    if not changes.later:
        return []
    names = ", ".join(f"({quote_literal(row.kind)}, {quote_literal(row.name)})" for row in changes.later)
    drops = "".join(f"    drop {row.kind} if exists {row.name};\n" for row in changes.later)
    return [
        Step(_WAIT_FOR_CALLS, "calls that began before still need what is dropped"),
        Step(
            "do $install$\n"
            "begin\n"
            f"{drops}"
            f"    delete from pgsummary.installed_object where (kind, name) in ({names});\n"
            "end\n"
            "$install$",
            f"{__version__} no longer has it",
        ),
    ]


def _record(found: Installation, changes: Changes) -> list[Step]:
    """The statements that record every object, with the hash of its file and its definition in the catalogue.

    A base index is recorded before it is built, so that after an interrupted install it can be distinguished from a
    foreign one.
    """
    planned = {name for _, name, _ in found.missing_base_indexes()}
    rows = [
        item for stage, item in found.listed.values() if stage != files.BASE_INDEXES or found.is_our_base_index(item)
    ]
    values = ",\n    ".join(
        "({}, {}, {})".format(
            position, ", ".join(quote_literal(value) for value in item[:7]), str(item.object in planned).lower()
        )
        for position, item in enumerate(rows, 2)
    )
    kept = [f"({position}, {_literals(row)})" for position, row in enumerate(found.kept)]
    # An uninstall drops the last ones first.
    kept += [f"({position}, {_literals(row)})" for position, row in enumerate(reversed(changes.later), len(rows) + 2)]
    if not found.api_schema_exists:
        kept.append(
            "(0, 'schema', {0}, quote_ident({0}), '', '', '', '', md5(''))".format(quote_literal(found.api_schema))
        )
    statements = [
        "delete from pgsummary.installed_object where file <> ''",
        "insert into pgsummary.installed_object\n"
        "    (position, kind, object, name, file, source_hash, declaration, meaning, definition_hash)\n"
        "select\n"
        "    v.position, v.kind, v.object, coalesce(c.name, format('%I.%I', s.source_schema, v.object)), v.file,\n"
        "    v.source_hash, v.declaration, v.meaning, coalesce(c.definition_hash, '')\n"
        f"from (values\n    {values}\n"
        ") as v (position, kind, object, reference, file, source_hash, declaration, meaning, is_planned)\n"
        "cross join pgsummary.state s\n"
        f"left join ({catalogue.DEFINITIONS}) c\n"
        "on c.kind = v.kind and c.object = v.object and c.oid = case v.kind\n"
        "    when 'schema' then to_regnamespace(v.reference)::oid\n"
        "    when 'function' then to_regprocedure(v.reference)::oid\n"
        "    else to_regclass(v.reference)::oid\n"
        "end\n"
        "where c.name is not null or v.is_planned",
    ]
    if kept:
        statements.append(
            "insert into pgsummary.installed_object\n"
            "    (position, kind, object, name, file, source_hash, declaration, meaning, definition_hash)\n"
            "values\n    {}\non conflict do nothing".format(",\n    ".join(kept))
        )
    return [Sql(statement, "what status compares and uninstall drops") for statement in statements]


def _literals(row: Recorded) -> str:
    return ", ".join(quote_literal(value) for value in row[:8])


def _fold(found: Installation, changes: Changes) -> list[Step]:
    """The first fold; if another refresh runs, the work is left to that."""
    if not found.options.backfill or not (
        changes.refold or not (found.database.state and found.database.state.backfilled)
    ):
        return []
    return [
        Drain(changes.refold or "the first fold has not finished"),
        Views("what it folded"),
        # In vacuumed tables, columns that indexes cover need not be looked up.
        Step(
            "vacuum (analyze) pgsummary.conference_fact, pgsummary.session_fact, pgsummary.connection_fact, "
            "pgsummary.issue_fact, pgsummary.rollup_day, pgsummary.rollup_quarter_hour, pgsummary.rollup_segment, "
            "pgsummary.rollup_segment_month, pgsummary.segmented_month, "
            "pgsummary.segmented_day, pgsummary.segment, pgsummary.profile, pgsummary.change_log",
            "plans that know what was folded",
        ),
    ]


def _build_base_indexes(found: Installation) -> list[Step]:
    """The statements that build base indexes without an equal one, and drop what an interrupted build left behind."""
    builds: list[Step] = []
    for _, name, statement in found.missing_base_indexes():
        if found.index_named(name):
            schema = quote_identifier(found.source_schema)
            builds.append(Concurrently(f"drop index concurrently {schema}.{name}", "it is not valid"))
        builds.append(Concurrently(statement, "the source tables have no index like it"))
    return _concurrently(builds)


def _concurrently(statements: Iterable[Step]) -> list[Step]:
    """Statements that block nobody, but wait for older transactions, for a limited time."""
    run = list(statements)
    return run and [
        Step(f"set lock_timeout = {INDEX_LOCK_TIMEOUT_MS}", "it waits for older transactions"),
        *run,
        Step("set lock_timeout = 0"),
    ]


def _outcome(found: Installation, changes: Changes) -> list[str]:
    """What an install did, in sentences."""
    where, before = f"in database {found.database.name}", found.before
    done = []
    if found.rebuild:
        done.append(f"made pg-summary {__version__} from scratch {where}: {found.rebuild}")
    elif before is None:
        done.append(f"installed pg-summary {__version__} {where}")
    elif before.version != __version__:
        done.append(f"upgraded pg-summary from {before.version} to {__version__} {where}")
    else:
        done += _repaired(changes, where)
    done += _moved(found)
    granted = [role for role in found.options.grant_to if found.readers.get(role, set()) < found.api_names]
    if granted:
        done.append("granted the functions of the API to {}".format(", ".join(granted)))
    if found.handed_out:
        done.append("revoked what default privileges had granted to {}".format(", ".join(found.handed_out)))
    if found.foreign:
        done.append(f"gave back to {found.database.owner}: {_some(found.foreign)}")
    if found.dumpers and not all(found.dumpers.values()):
        done.append("granted SELECT on the tables of pg-summary to {}, for pg_dump".format(", ".join(found.dumpers)))
    return done or [f"updated the list of what is installed {where}"]


def _moved(found: Installation) -> list[str]:
    before, done = found.before, []
    if before and found.api_moved:
        done.append(f"moved the functions of the API from schema {before.api_schema} to {found.api_schema}")
    if before and found.source_moved:
        done.append(f"follows the source tables from schema {before.source_schema} to {found.source_schema}")
    return done


def _repaired(changes: Changes, where: str) -> list[str]:
    repaired = [
        f"{key[0]} {key[1]}{' on ' + key[2] if key[2] else ''} ({reason})"
        for key, reason in changes.make.items()
        if key[0] != "index" or "lack" not in reason
    ]
    repaired += [
        f"trigger on {s.trigger.schema}.{s.trigger.table_name} ({s.reason})"
        for s in changes.triggers
        if not s.is_replaced
    ]
    return [f"repaired {where}: {_some(repaired)}"] if repaired else []


def _some(names: Sequence[str]) -> str:
    more = len(names) - 5
    return ", ".join(names[:5]) + (f" and {more} more" if more > 0 else "")
