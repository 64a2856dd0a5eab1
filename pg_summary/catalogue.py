"""What a database holds: the reads that an install is planned from and that status compares with."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Iterator, NamedTuple, Sequence

import psycopg
from psycopg.rows import namedtuple_row

from pg_summary import __version__
from pg_summary.connection import FREE
from pg_summary.errors import MissingTables, Newer, NotInstalled, PgSummaryError, Unsupported
from pg_summary.files import SOURCE_TABLES

OLDEST_SERVER = 12

# All that may be ours by kind and name, with what the catalogue says of it. Names and definitions are spelled
# alike in every session whose search_path is pg_catalog.
DEFINITIONS = """\
select d.kind, d.oid, d.object, d.name, md5(d.definition) as definition_hash
from (
    select
        'schema' as kind, n.oid, n.nspname::text as object, quote_ident(n.nspname) as name,
        '' as definition
    from pg_namespace n
    union all
    select
        case c.relkind
            when 'r' then 'table' when 'c' then 'type' when 'v' then 'view' else 'materialized view'
        end,
        c.oid, c.relname, format('%I.%I', n.nspname, c.relname),
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else concat_ws(
            E'\\n',
            (
                select string_agg(
                    concat_ws(
                        ' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                        pg_get_expr(e.adbin, e.adrelid)
                    ), E'\\n' order by a.attname
                )
                from pg_attribute a
                left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            ),
            (
                select string_agg(pg_get_constraintdef(k.oid), E'\\n' order by k.conname)
                from pg_constraint k
                where k.conrelid = c.oid and k.contype <> 'n'
            )
        ) end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgsummary' and c.relkind in ('r', 'c', 'v', 'm')
    union all
    select
        'index', i.indexrelid, c.relname, format('%I.%I', n.nspname, c.relname),
        pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('pgsummary', (select s.source_schema from pgsummary.state s))
    union all
    select
        'function', p.oid, p.proname,
        format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
        -- Without rights of its own everybody may call it: they were lost, for an install takes that away.
        pg_get_functiondef(p.oid) || case when p.proacl is null then 'public' else '' end
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prokind = 'f'
        and n.nspname in ('pgsummary', (select s.api_schema from pgsummary.state s))
        and not exists (
            select from pg_depend e
            where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e'
        )
    union all
    select
        'trigger', t.tgrelid, t.tgname, format('%I on %I.%I', t.tgname, n.nspname, c.relname),
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and p.pronamespace = to_regnamespace('pgsummary')
) d"""

_SERVER = """
select
    current_setting('server_version_num')::integer / 10000 as major,
    current_setting('server_version') as server_version,
    pg_is_in_recovery() as standby,
    current_database() as database,
    (select s.setting::integer from pg_settings s where s.name = 'deadlock_timeout') as deadlock_timeout_ms,
    to_regclass('pgsummary.state') is not null as installed
"""

_STATE = """
select s.version, s.source_schema, s.api_schema, s.always, s.backfilled_at is not null
from pgsummary.state s
"""

# Indexes of ours that an upgrade has built anew, and not dropped yet (see installer._put_aside).
_REPLACED_INDEXES = """
select c.relname
from pg_class c
where c.relnamespace = to_regnamespace('pgsummary') and c.relkind = 'i' and c.relname ~ '_replaced[0-9]+$'
order by 1
"""

# The statements that would give this role what it lacks.
_MISSING_GRANTS = """
with source_table as (
    select c.oid, c.relname, c.relowner, n.nspname
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = %(source_schema)s and c.relname = any (%(tables)s) and c.relkind in ('r', 'p')
)
select format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), current_user)
where not has_database_privilege(current_database(), 'CREATE')
    and (to_regnamespace('pgsummary') is null or %(create_api)s)
union all
select format('GRANT USAGE ON SCHEMA %%I TO %%I', n.nspname, current_user)
from pg_namespace n
where n.nspname = %(source_schema)s and not has_schema_privilege(n.oid, 'USAGE')
union all
select format('GRANT USAGE, CREATE ON SCHEMA %%I TO %%I', n.nspname, current_user)
from pg_namespace n
where n.nspname = %(api_schema)s
    and not (has_schema_privilege(n.oid, 'USAGE') and has_schema_privilege(n.oid, 'CREATE'))
union all
select format(
    'GRANT %%s ON TABLE %%I.%%I TO %%I', string_agg(w.privilege, ', '), t.nspname, t.relname, current_user
)
from source_table t
cross join (values ('SELECT'), ('TRIGGER')) as w (privilege)
where not has_table_privilege(t.oid, w.privilege) and not (t.relname = 'app' and w.privilege = 'TRIGGER')
group by t.nspname, t.relname
union all
select distinct format('GRANT %%I TO %%I', r.rolname, current_user)
from (
    select n.nspowner as owner from pg_namespace n where n.nspname = 'pgsummary'
    union all
    select t.relowner from source_table t where t.relname = any (%(owned)s)
) o
join pg_roles r on r.oid = o.owner
where not pg_has_role(r.oid, 'USAGE')
"""

# What an index is, but for its name and its uniqueness: its method, columns, order and condition.
_SOURCE_INDEXES = """
select
    c.relname as table_name, x.relname as name, i.indisvalid as valid,
    regexp_replace(substring(pg_get_indexdef(x.oid) from ' USING (.*)$'), ' WITH \\(.*?\\)', '') as shape,
    exists (
        select from pg_locks l
        where l.relation = c.oid and l.mode = 'ShareUpdateExclusiveLock' and l.granted
            and l.pid <> pg_backend_pid()
            and l.database = (select b.oid from pg_database b where b.datname = current_database())
    ) as being_built
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %s and c.relname = any (%s)
"""

_READERS = """
with api_function as (
    select p.oid, o.object, p.proacl, p.proowner
    from pgsummary.installed_object o
    join pg_proc p on p.proname = o.object
    join pg_namespace n on n.oid = p.pronamespace
    where o.kind = 'function' and n.nspname = %(api_schema)s
        and o.name = format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
),
reader (name) as (
    select unnest(%(roles)s::text[])
    union
    select case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end
    from api_function f
    cross join aclexplode(f.proacl) a
    where a.grantee <> f.proowner and a.privilege_type = 'EXECUTE'
)
select r.name, f.object
from reader r
left join api_function f on has_function_privilege(r.name, f.oid, 'EXECUTE')
"""


class State(NamedTuple):
    """The row of pgsummary.state that an install writes."""

    version: str
    source_schema: str
    api_schema: str
    always: bool
    backfilled: bool


class Recorded(NamedTuple):
    """A row of pgsummary.installed_object, and what the catalogue says now (None: it is gone)."""

    kind: str
    object: str
    name: str
    file: str
    source_hash: str
    declaration: str
    definition_hash: str
    now: str | None

    @property
    def is_there(self) -> bool:
        return self.now is not None


class Index(NamedTuple):
    """An index on a source table."""

    table_name: str
    name: str
    valid: bool
    shape: str
    being_built: bool


class Database(NamedTuple):
    """What a database holds of pg-summary and of what it builds on."""

    name: str
    major: int
    deadlock_timeout_ms: int
    state: State | None
    recorded: list[Recorded]
    migrations: dict[str, str]
    replaced_indexes: list[str]


#: What an install without a connection assumes.
EMPTY = Database("", OLDEST_SERVER, 1000, None, [], {}, [])


@contextmanager
def snapshot(conn: psycopg.Connection) -> Iterator[None]:
    """Read everything at one moment, names spelled as DEFINITIONS wants them."""
    conn.execute(f"begin isolation level repeatable read read only; {FREE}")
    try:
        # To spell an index takes a lock on its table.
        conn.execute("set local lock_timeout = '3s'")
        yield
    finally:
        if not conn.closed:
            conn.execute("rollback")


def read(conn: psycopg.Connection) -> Database:
    """Read what is installed, if anything. Raises Unsupported for a server that is too old."""
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        server = cursor.execute(_SERVER).fetchone()
        if server.major < OLDEST_SERVER:
            raise Unsupported(
                f"PostgreSQL {server.server_version} is not supported: {OLDEST_SERVER} or later is needed"
            )
        if not server.installed:
            return EMPTY._replace(
                name=server.database, major=server.major, deadlock_timeout_ms=server.deadlock_timeout_ms
            )
        state = _state(cursor.execute(_STATE).fetchone())
        recorded = cursor.execute(
            "select o.kind, o.object, o.name, o.file, o.source_hash, o.declaration, o.definition_hash, "
            "case when o.kind <> 'grant' then c.definition_hash "
            "when o.object = 'public' or exists (select from pg_roles r where r.rolname = o.object) then '' end as now "
            f"from pgsummary.installed_object o left join ({DEFINITIONS}) c "
            "on c.kind = o.kind and c.name = o.name order by o.position, o.name"
        ).fetchall()
        migrations = cursor.execute("select m.name, m.sha256 from pgsummary.migration m").fetchall()
        replaced = cursor.execute(_REPLACED_INDEXES).fetchall()
    return Database(
        server.database,
        server.major,
        server.deadlock_timeout_ms,
        state,
        [Recorded(*row) for row in recorded],
        dict(migrations),
        [row[0] for row in replaced],
    )


def require_installed(conn: psycopg.Connection) -> State:
    """What is installed. Raises NotInstalled."""
    if conn.execute("select to_regclass('pgsummary.state')").fetchone()[0] is None:
        database = conn.execute("select current_database()").fetchone()[0]
        raise NotInstalled(f"pg-summary is not installed in database {database}", "Run pg-summary install.")
    return _state(conn.execute(_STATE).fetchone())


def _state(row: Sequence | None) -> State:
    if row is None:
        raise PgSummaryError(
            "the tables in schema pgsummary are empty: were they left out of a restore?",
            "DROP SCHEMA pgsummary CASCADE, then run pg-summary install.",
        )
    return State(*row)


def require_no_newer(state: State) -> None:
    """Raises Newer where a later release than this one installed: what it made, this one does not know."""
    if state.version and _numbers(state.version) > _numbers(__version__):
        raise Newer(
            f"this database was installed by pg-summary {state.version}, this is {__version__}", "Upgrade this program."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def require_primary(conn: psycopg.Connection) -> None:
    """Raises Unsupported on a standby, where nothing can be written."""
    if conn.execute("select pg_catalog.pg_is_in_recovery()").fetchone()[0]:
        raise Unsupported("this server is a standby: connect to its primary")


def require_source_tables(conn: psycopg.Connection, source_schema: str) -> None:
    """Raises MissingTables, which names them, and Unsupported where some are in parts."""
    found = dict(
        conn.execute(
            "select c.relname, "
            "c.relkind = 'p' or exists (select from pg_catalog.pg_inherits i where c.oid in (i.inhparent, i.inhrelid)) "
            "from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = %s and c.relkind in ('r', 'p') and c.relname = any (%s)",
            (source_schema, list(SOURCE_TABLES)),
        ).fetchall()
    )
    in_parts = sorted(name for name, is_in_parts in found.items() if is_in_parts)
    if in_parts:
        raise Unsupported(
            "partitioned tables and inheritance are not supported: {}".format(", ".join(in_parts)),
            "Rows that come and go with a partition pass no trigger. Let a logical replica with plain tables have it.",
        )
    missing = sorted(set(SOURCE_TABLES) - set(found))
    if missing:
        raise MissingTables(
            "no PeerMetrics tables: schema {} lacks {}".format(source_schema, ", ".join(missing)),
            "Is this the database of a PeerMetrics API server? --source-schema names its schema.",
        )


def publications_of_everything(conn: psycopg.Connection) -> list[str]:
    """The publications FOR ALL TABLES, ours included."""
    rows = conn.execute("select p.pubname from pg_catalog.pg_publication p where p.puballtables order by 1")
    return [row[0] for row in rows]


def has_schema(conn: psycopg.Connection, name: str) -> bool:
    return conn.execute(
        "select pg_catalog.to_regnamespace(pg_catalog.quote_ident(%s)) is not null", (name,)
    ).fetchone()[0]


def missing_grants(
    conn: psycopg.Connection, source_schema: str, api_schema: str, create_api: bool, owned: Sequence[str]
) -> list[str]:
    """The GRANT statements that this role needs first. `owned`: the source tables that it must own."""
    rows = conn.execute(
        _MISSING_GRANTS,
        {
            "source_schema": source_schema,
            "api_schema": api_schema,
            "create_api": create_api,
            "tables": list(SOURCE_TABLES),
            "owned": list(owned),
        },
    ).fetchall()
    return [row[0] for row in rows]


def source_indexes(conn: psycopg.Connection, source_schema: str) -> list[Index]:
    return [Index(*row) for row in conn.execute(_SOURCE_INDEXES, (source_schema, list(SOURCE_TABLES)))]


def readers(
    conn: psycopg.Connection, installed_in: str | None, api_schema: str, roles: Sequence[str]
) -> tuple[dict[str, set[str]], set[str]]:
    """By role the API functions it may call in the schema `installed_in`; and who lacks USAGE on theirs."""
    may_call: dict[str, set[str]] = {role: set() for role in roles}
    if installed_in:
        for role, function in conn.execute(_READERS, {"api_schema": installed_in, "roles": list(roles)}):
            may_call.setdefault(role, set()).update([function] if function else [])
    lack_usage = {
        role
        for role in may_call
        if not has_schema(conn, api_schema)
        or not conn.execute("select has_schema_privilege(%s, %s, 'USAGE')", (role, api_schema)).fetchone()[0]
    }
    return may_call, lack_usage


def blockers(conn: psycopg.Connection, source_schema: str) -> str:
    """The sessions that hold a lock on a source table which keeps ours out, for a message."""
    rows = conn.execute(
        "select format('pid %%s (%%s) on %%s', l.pid, a.state, string_agg(distinct c.relname, ', ')) "
        "from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation "
        "join pg_catalog.pg_namespace n on n.oid = c.relnamespace "
        "left join pg_catalog.pg_stat_activity a on a.pid = l.pid "
        "where n.nspname in (%s, 'pgsummary') and c.relkind in ('r', 'p', 'm') and l.granted "
        "and l.pid <> pg_backend_pid() group by l.pid, a.state order by l.pid limit 3",
        (source_schema,),
    ).fetchall()
    return "; ".join(row[0] for row in rows)
