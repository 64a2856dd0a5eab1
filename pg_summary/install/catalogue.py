"""What a database holds: what an install is planned from, and what status compares with."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import Any, Iterator, NamedTuple, Sequence

import psycopg
from psycopg.rows import namedtuple_row

from pg_summary import __version__
from pg_summary.connection import FREE, only_value
from pg_summary.errors import Foreign, MissingTables, Newer, NotInstalled, PgSummaryError, Unsupported
from pg_summary.install.files import SOURCE_TABLES, row_kind

OLDEST_SERVER = 12
EMPTY_TABLES = "the tables in schema pgsummary are empty"
MIXED_TABLES = "the tables in schema pgsummary hold the data of two databases"

# Everything that may be ours, by kind and name, with its definition from the catalogue. Names and definitions are the
# same text in every session whose search_path is pg_catalog.
DEFINITIONS = """\
select
    d.kind, d.oid, d.object, d.name, md5(d.definition) as definition_hash, pg_get_userbyid(d.owner)::text as owner,
    d.is_open
from (
    select
        'schema' as kind, n.oid, n.nspname::text as object, quote_ident(n.nspname) as name,
        '' as definition, n.nspowner as owner, false as is_open
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
        ) end,
        c.relowner, false
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgsummary' and c.relkind in ('r', 'c', 'v', 'm')
    union all
    select
        'index', i.indexrelid, c.relname, format('%I.%I', n.nspname, c.relname),
        pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text, null, false
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('pgsummary', (select s.source_schema from pgsummary.state s))
    union all
    select
        'function', p.oid, p.proname,
        format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
        -- Without rights of its own everybody may call it: they were lost, for an install takes that away.
        pg_get_functiondef(p.oid), p.proowner, p.proacl is null
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
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text, null, false
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
    current_database() as database,
    current_user::text as role,
    current_setting('is_superuser')::boolean as superuser,
    (select s.setting::integer from pg_settings s where s.name = 'deadlock_timeout') as deadlock_timeout_ms
"""

# Without these tables we do not know what is installed; `comment` distinguishes our schema from a foreign one.
_OURS = """
select
    n.oid is not null as schema_exists,
    coalesce(obj_description(n.oid, 'pg_namespace') like 'pg-summary:%', false) as is_ours,
    array(
        select t.name from unnest(array['state', 'migration', 'installed_object']) as t (name)
        where not exists (
            select from pg_class c where c.relnamespace = n.oid and c.relname = t.name and c.relkind = 'r'
        )
    ) as missing,
    coalesce(pg_get_userbyid(c.relowner), pg_get_userbyid(n.nspowner))::text as owner
from (select to_regnamespace('pgsummary') as oid) s
left join pg_namespace n on n.oid = s.oid
left join pg_class c on c.relnamespace = n.oid and c.relname = 'state' and c.relkind = 'r'
"""

# Written so that it works with every release.
_STATE = """
select
    j.row ->> 'version', j.row ->> 'source_schema', j.row ->> 'api_schema', (j.row ->> 'always')::boolean,
    j.row ->> 'backfilled_at' is not null,
    case when j.row ? 'granted_to' then array(select jsonb_array_elements_text(j.row -> 'granted_to')) end,
    j.row ->> 'archived_before', (j.row ->> 'rollup_format')::integer
from (select to_jsonb(s) as row from pgsummary.state s) j
"""

_RECORDED = """
select
    o.kind, o.object, o.name, o.file, o.source_hash, o.declaration, coalesce(to_jsonb(o) ->> 'meaning', '') as meaning,
    o.definition_hash,
    case
        when o.kind <> 'grant' then c.definition_hash
        when o.object = 'public' or exists (select from pg_roles r where r.rolname = o.object) then ''
    end as now,
    c.owner, coalesce(c.is_open, false) as is_open
from pgsummary.installed_object o
left join ({}) c on c.kind = o.kind and c.name = o.name
order by o.position, o.name
"""

# Our triggers, wherever their tables are now, and others' triggers with our names.
_TRIGGERS = """
select
    n.nspname::text as schema, c.relname::text as table_name, t.tgname::text as name,
    p.pronamespace is not distinct from to_regnamespace('pgsummary') as is_ours, p.proname::text as function
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc p on p.oid = t.tgfoid
-- Those of partitions belong to those of their table.
where not t.tgisinternal and not c.relispartition
    and (
        p.pronamespace = to_regnamespace('pgsummary')
        or (t.tgname like 'pgsummary!_log!_%%' escape '!' and n.nspname = %s)
    )
order by 1, 2, 3
"""

# All functions in the API's schema with the name of one of ours, whoever made them.
_NAMESAKES = """
select
    format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name, p.proname::text as object,
    pg_get_userbyid(p.proowner)::text as owner, p.prosrc as body, p.oid in (
        select to_regprocedure(r.reference)::oid from unnest(%(references)s::text[]) as r (reference)
    ) as is_exact
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname = %(schema)s and p.proname = any (%(objects)s::text[])
order by 1
"""

# All our objects, in an order in which they can be dropped by name, for a mixture of releases or restores. Of the
# functions of the API, those that an install recorded, or that look exactly like ours.
_EVERYTHING = """
select d.statement
from (
    select 1 as step, format('drop trigger %%I on %%I.%%I', t.tgname, n.nspname, c.relname) as statement
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_proc p on p.oid = t.tgfoid
    where not t.tgisinternal and not c.relispartition and p.pronamespace = to_regnamespace('pgsummary')
    union all
    select
        case c.relkind when 'v' then 2 when 'm' then 3 else 5 end, format(
            'drop %%s %%s', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
            string_agg(format('pgsummary.%%I', c.relname), ', ' order by c.relname)
        )
    from pg_class c
    where c.relnamespace = to_regnamespace('pgsummary') and c.relkind in ('v', 'm', 'r', 'p')
    group by 1, c.relkind
    union all
    select 4, 'drop routine ' || string_agg(
        format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), ', ' order by n.nspname, p.proname
    )
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'pgsummary' or (
        p.proname = any (%(objects)s::text[]) and pg_get_userbyid(p.proowner) = %(owner)s and (
            (p.prosecdef and p.proconfig @> array['search_path=pg_catalog, pg_temp'])
            or format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) = any (%(recorded)s::text[])
        )
    )
    having count(*) > 0
    union all
    select 6, 'drop type ' || string_agg(format('pgsummary.%%I', c.relname), ', ' order by c.relname)
    from pg_class c
    where c.relnamespace = to_regnamespace('pgsummary') and c.relkind = 'c'
    having count(*) > 0
    union all
    select 7, 'drop schema pgsummary'
    from pg_namespace n
    where n.nspname = 'pgsummary'
) d
order by d.step, d.statement
"""

# Who backs up the source tables, if another role installed: pg_dump locks and reads every table of the database.
_DUMPERS = """
select distinct r.rolname::text
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_roles r on r.oid = c.relowner
where n.nspname = %(source_schema)s and c.relname = any (%(tables)s) and c.relkind in ('r', 'p')
    and not r.rolsuper and not pg_has_role(r.oid, %(owner)s::name, 'USAGE')
order by 1
"""

# Whether a role may read all of our schema, as pg_dump must.
_MAY_DUMP = """
select coalesce(bool_and(g.may), false)
from (
    select case c.relkind
        when 'S' then has_sequence_privilege(%(role)s, c.oid, 'SELECT')
        else has_table_privilege(%(role)s, c.oid, 'SELECT')
    end as may
    from pg_class c
    where c.relnamespace = to_regnamespace('pgsummary') and c.relkind in ('r', 'v', 'm', 'S')
    union all
    select has_schema_privilege(%(role)s, n.oid, 'USAGE') from pg_namespace n where n.nspname = 'pgsummary'
) g
"""

# Our indexes that an upgrade has replaced and not dropped yet (see planner._put_aside).
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
-- The functions run with the rights of their owner.
select format('GRANT USAGE ON SCHEMA %%I TO %%I', n.nspname, %(owner)s::name)
from pg_namespace n
where n.nspname = %(source_schema)s and %(owner)s <> current_user
    and not has_schema_privilege(%(owner)s::name, n.oid, 'USAGE')
union all
select format(
    'GRANT SELECT ON TABLE %%s TO %%I',
    string_agg(format('%%I.%%I', t.nspname, t.relname), ', ' order by t.relname), %(owner)s::name
)
from source_table t
where %(owner)s <> current_user and not has_table_privilege(%(owner)s::name, t.oid, 'SELECT')
having count(*) > 0
union all
select distinct format('GRANT %%I TO %%I', r.rolname, current_user)
from (
    select n.nspowner as owner from pg_namespace n where n.nspname = 'pgsummary'
    union all
    select c.relowner from pg_class c where c.relnamespace = to_regnamespace('pgsummary')
    union all
    select p.proowner from pg_proc p where p.pronamespace = to_regnamespace('pgsummary')
    union all
    select t.relowner from source_table t where t.relname = any (%(owned)s)
) o
join pg_roles r on r.oid = o.owner
where not pg_has_role(r.oid, 'USAGE')
"""

# An index except its name and its uniqueness: its method, columns, order and condition.
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
        -- Who has it from default privileges alone was granted nothing.
        and (pg_get_userbyid(a.grantee) = any (%(granted)s::text[]) or not exists (
            select
            from pg_default_acl d
            cross join aclexplode(d.defaclacl) e
            where d.defaclobjtype = 'f' and e.grantee = a.grantee
        ))
)
select r.name, f.object
from reader r
left join api_function f on has_function_privilege(r.name, f.oid, 'EXECUTE')
"""


# Functions that callers of a summary reach first and that another role owns: they may run whatever their owner likes.
_FOREIGN_FUNCTIONS = """
select
    pg_catalog.format('%%I.%%I', n.nspname, p.proname), pg_catalog.pg_get_userbyid(p.proowner),
    pg_catalog.pg_get_userbyid(c.relowner)
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass('pgsummary.state')
where p.proowner <> c.relowner and (
    n.nspname = 'pgsummary'
    or (n.nspname = %s and p.proname in ('pg_summary_apps', 'pg_summary_health') and p.pronargs = 0)
)
order by 1
limit 1
"""


_MAY_READ_LIST = "select pg_catalog.has_table_privilege('pgsummary.installed_object', 'SELECT')"

_FOREIGN_RECORDED = """
select o.name, pg_catalog.pg_get_userbyid(p.proowner), pg_catalog.pg_get_userbyid(c.relowner)
from pgsummary.installed_object o
join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass('pgsummary.state')
join pg_catalog.pg_proc p on p.oid = pg_catalog.to_regprocedure(o.name) and p.proowner <> c.relowner
where o.kind = 'function'
order by 1
limit 1
"""

_FOREIGN_OBJECTS = """
select o.name
from (
    select 'schema pgsummary' as name, n.nspowner as owner from pg_namespace n where n.nspname = 'pgsummary'
    union all
    select format('%%I.%%I', 'pgsummary', c.relname), c.relowner
    from pg_class c
    where c.relnamespace = to_regnamespace('pgsummary') and c.relkind in ('r', 'c', 'v', 'm')
    union all
    select r.name, p.proowner
    from pgsummary.installed_object r
    join pg_proc p on p.proname = r.object
    join pg_namespace n on n.oid = p.pronamespace
    where r.kind = 'function' and r.name = format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
) o
where pg_get_userbyid(o.owner) <> %(owner)s
order by 1
"""

_HOLDER = """
select format(
    'pid %%s (%%s, %%s since %%s) is at it; if its program was killed, end it: select pg_terminate_backend(%%s)',
    a.pid, a.usename, a.state, to_char(a.state_change, 'HH24:MI:SS'), a.pid
)
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid() and l.objsubid = 1
    and l.database = (select d.oid from pg_database d where d.datname = current_database())
    -- A key of one bigint is kept in two halves.
    and ((l.classid::bigint << 32) | l.objid::bigint) = hashtext(%s)::bigint
limit 1
"""


_SOURCE_TABLES = """
select c.relname::text, c.relkind::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = %(schema)s and c.relkind in ('r', 'p') and c.relname = any (%(tables)s)
"""

# Tables that a source table inherits from, or that inherit from it without being local partitions of it.
_ODD_PARTS = """
with recursive source_table as (
    select c.oid, c.relname, c.relkind
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = %(schema)s and c.relkind in ('r', 'p') and c.relname = any (%(tables)s)
),
part (oid) as (
    select i.inhrelid from source_table s join pg_catalog.pg_inherits i on i.inhparent = s.oid
    union
    select i.inhrelid from part p join pg_catalog.pg_inherits i on i.inhparent = p.oid
)
select s.relname::text
from source_table s
where exists (
    select from pg_catalog.pg_inherits i
    where i.inhrelid = s.oid or (i.inhparent = s.oid and s.relkind = 'r')
)
union
select c.oid::regclass::text from part p join pg_catalog.pg_class c on c.oid = p.oid where c.relkind not in ('r', 'p')
order by 1
"""

# The columns by which pg-summary looks rows up one by one. PeerMetrics' migrations index them in plain tables; whoever
# makes a table again with partitions has to make its indexes again.
_LOOKUPS = {
    "conference": ["id", "app_id"],
    "participant": ["id"],
    "participant_conferences": ["participant_id", "conference_id"],
    "app_session": ["id", "conference_id", "participant_id"],
    "app_connection": ["id", "conference_id", "session_id"],
    "app_issue": ["id", "conference_id", "session_id"],
}

_LACKING_INDEXES = """
select
    format('%%s (%%s)', l.table_name, l.column_name),
    format('CREATE INDEX ON %%I.%%I (%%I)', n.nspname, l.table_name, l.column_name)
from jsonb_to_recordset(%(lookups)s::jsonb) as l (table_name text, column_name text)
join pg_catalog.pg_namespace n on n.nspname = %(schema)s
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = l.table_name and c.relkind = 'p'
where not exists (
    select from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisvalid and i.indpred is null and a.attname = l.column_name
)
order by 1
"""


class State(NamedTuple):
    """The row of pgsummary.state that an install writes."""

    version: str
    source_schema: str
    api_schema: str
    always: bool
    backfilled: bool
    granted_to: list[str] | None  # by install --grant-to; None if no release has recorded it
    archived_before: str | None
    rollup_format: int | None


class Recorded(NamedTuple):
    """A row of pgsummary.installed_object, and its definition in the catalogue now (None: it is gone)."""

    kind: str
    object: str
    name: str
    file: str
    source_hash: str
    declaration: str
    meaning: str
    definition_hash: str
    now: str | None
    owner: str | None
    is_open: bool  # a function without rights of its own, which everybody may call

    @property
    def key(self) -> tuple[str, str, str]:
        """The same key as that of the object in the files."""
        table = self.name.replace('"', "").rsplit(".", 1)[-1] if self.kind == "trigger" else row_kind(self.name)
        return self.kind, self.object, table

    @property
    def is_there(self) -> bool:
        return self.now is not None

    @property
    def is_planned(self) -> bool:
        """Whether it is a base index that an install planned to build, and may not have built."""
        return self.kind == "index" and self.definition_hash == ""

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what was installed."""
        return self.now != self.definition_hash


class Index(NamedTuple):
    """An index on a source table."""

    table_name: str
    name: str
    valid: bool
    shape: str
    being_built: bool


class Trigger(NamedTuple):
    """A trigger that calls one of our functions, or a foreign one with one of our names on a source table."""

    schema: str
    table_name: str
    name: str
    is_ours: bool
    function: str


class Database(NamedTuple):
    """What a database holds of pg-summary and of what pg-summary builds on."""

    name: str
    major: int
    deadlock_timeout_ms: int
    role: str
    superuser: bool
    owner: str  # the owner of what is installed, else the role that would install
    damage: str | None  # why our objects must be made from scratch
    state: State | None
    recorded: list[Recorded]
    migrations: dict[str, str]
    replaced_indexes: list[str]


#: The database that an install without a connection assumes.
EMPTY = Database("", OLDEST_SERVER, 1000, "", False, "", None, None, [], {}, [])


@contextmanager
def snapshot(conn: psycopg.Connection) -> Iterator[None]:
    """Read everything at one moment, with the search_path that DEFINITIONS needs."""
    conn.execute(f"begin isolation level repeatable read read only; {FREE}")
    try:
        # Printing the definition of an index locks its table.
        conn.execute("set local lock_timeout = '3s'")
        yield
    finally:
        if not conn.closed:
            conn.execute("rollback")


def read(conn: psycopg.Connection) -> Database:
    """Read what is installed, if anything.

    Raises Unsupported if the server is too old, and Foreign if the schema pgsummary is somebody else's.
    """
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        server: Any = cursor.execute(_SERVER).fetchone()
        if server.major < OLDEST_SERVER:
            raise Unsupported(
                f"PostgreSQL {server.server_version} is not supported: {OLDEST_SERVER} or later is needed"
            )
        ours: Any = cursor.execute(_OURS).fetchone()
        database = EMPTY._replace(
            name=server.database,
            major=server.major,
            deadlock_timeout_ms=server.deadlock_timeout_ms,
            role=server.role,
            superuser=server.superuser,
            owner=ours.owner or server.role,
        )
        if not ours.schema_exists:
            return database
        _require_ours(ours)
        if ours.missing:
            lost = ", ".join(ours.missing)
            return database._replace(damage=f"some tables of pg-summary are missing: {lost}")
        states = conn.execute(_STATE).fetchall()
        if len(states) != 1:
            return database._replace(damage=MIXED_TABLES if states else EMPTY_TABLES)
        recorded = cursor.execute(_RECORDED.format(DEFINITIONS)).fetchall()
        if not recorded:
            return database._replace(damage=EMPTY_TABLES)
        migrations = cursor.execute("select m.name, m.sha256 from pgsummary.migration m").fetchall()
        replaced = cursor.execute(_REPLACED_INDEXES).fetchall()
    return database._replace(
        state=State(*states[0]),
        recorded=[Recorded(*row) for row in recorded],
        migrations=dict(migrations),
        replaced_indexes=[row[0] for row in replaced],
    )


def unreadable_owner(conn: psycopg.Connection) -> str | None:
    """The owner of our tables, if this role may not read them."""
    row = conn.execute(
        "select pg_get_userbyid(coalesce(c.relowner, n.nspowner))::text from pg_namespace n "
        "left join pg_class c on c.relnamespace = n.oid and c.relname = 'state' and c.relkind = 'r' "
        "where n.nspname = 'pgsummary' "
        "and not (has_schema_privilege(n.oid, 'USAGE') and coalesce(has_table_privilege(c.oid, 'SELECT'), true))"
    ).fetchone()
    return row[0] if row else None


def _require_ours(ours: Any) -> None:
    if not ours.is_ours:
        raise Foreign(
            f"there is a schema pgsummary that pg-summary did not make (owner: {ours.owner})",
            "pg-summary keeps its tables in a schema of that name. Rename yours: "
            "ALTER SCHEMA pgsummary RENAME TO another_name; then run pg-summary install.",
        )


def require_installed(conn: psycopg.Connection, check_owners: bool = True) -> State:
    """What is installed. Raises NotInstalled, and Foreign if the owner of our tables does not own one of our
    functions."""
    if only_value(conn, "select pg_catalog.to_regclass('pgsummary.state')") is None:
        database = only_value(conn, "select pg_catalog.current_database()")
        raise NotInstalled(f"pg-summary is not installed in database {database}", "Run pg-summary install.")
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        _require_ours(cursor.execute(_OURS).fetchone())
    rows = conn.execute(_STATE).fetchall()
    if not rows:
        raise PgSummaryError(f"{EMPTY_TABLES}: were they left out of a restore?", "Run pg-summary install.")
    if len(rows) > 1:
        raise PgSummaryError(f"{MIXED_TABLES}: was one restored over another?", "Run pg-summary install.")
    state = State(*rows[0])
    if check_owners:
        _require_own_functions(conn, state)
    return state


def _require_own_functions(conn: psycopg.Connection, state: State) -> None:
    """The owner of a function that we call can make it do anything, with the rights of its caller."""
    foreign = conn.execute(_FOREIGN_FUNCTIONS, (state.api_schema,)).fetchone()
    # A role that only refreshes may not read the list; it has no rights to lose.
    if not foreign and only_value(conn, _MAY_READ_LIST):
        foreign = conn.execute(_FOREIGN_RECORDED).fetchone()
    if foreign:
        name, owner, ours = foreign
        raise Foreign(
            f"function {name} belongs to {owner}, but pg-summary to {ours}: it was not called",
            "Run pg-summary install: it takes the function back, or says what to do.",
        )


def require_no_newer(state: State) -> None:
    """Raises Newer if a later release installed: this one does not know its objects."""
    if state.version and _numbers(state.version) > _numbers(__version__):
        raise Newer(
            f"this database was installed by pg-summary {state.version}, this is {__version__}", "Upgrade this program."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def require_primary(conn: psycopg.Connection) -> None:
    """Raises Unsupported on a standby, where nothing can be written."""
    if only_value(conn, "select pg_catalog.pg_is_in_recovery()"):
        raise Unsupported("this server is a standby: connect to its primary")


def require_source_tables(conn: psycopg.Connection, source_schema: str) -> None:
    """Raises MissingTables, which names them, and Unsupported for tables whose rows do not all fire our triggers."""
    tables = {"schema": source_schema, "tables": list(SOURCE_TABLES)}
    missing = sorted(set(SOURCE_TABLES) - {row[0] for row in conn.execute(_SOURCE_TABLES, tables)})
    if missing:
        raise MissingTables(*_where_are(conn, source_schema, missing))
    odd = [row[0] for row in conn.execute(_ODD_PARTS, tables)]
    if odd:
        raise Unsupported(
            "inheritance, partitions of other tables and foreign partitions are not supported: {}".format(
                ", ".join(odd)
            ),
            "Rows that come and go there fire no trigger. Use a logical replica with plain or partitioned tables.",
        )
    lookups = [{"table_name": t, "column_name": c} for t, columns in _LOOKUPS.items() for c in columns]
    lacking = conn.execute(_LACKING_INDEXES, {**tables, "lookups": json.dumps(lookups)}).fetchall()
    if lacking:
        raise Unsupported(
            "partitioned tables lack indexes that pg-summary looks rows up by: {}".format(
                ", ".join(r[0] for r in lacking)
            ),
            "Create them: {};".format("; ".join(r[1] for r in lacking)),
        )


def partitioned(conn: psycopg.Connection, source_schema: str) -> set[str]:
    """The source tables that are partitioned."""
    tables = {"schema": source_schema, "tables": list(SOURCE_TABLES)}
    return {name for name, kind in conn.execute(_SOURCE_TABLES, tables) if kind == "p"}


def moved_tables(conn: psycopg.Connection, source_schema: str) -> dict[str, str]:
    """The source tables that were renamed or moved since the install: their new names by the old ones."""
    moved = {}
    for schema, table, name, is_ours, function in conn.execute(_TRIGGERS, (source_schema,)):
        was = function[len("log_") :]
        if is_ours and name == "pgsummary_log_row" and (schema, table) != (source_schema, was):
            moved[was] = f"{schema}.{table}"
    return moved


def _where_are(conn: psycopg.Connection, source_schema: str, missing: list[str]) -> tuple[str, str]:
    """The message about missing source tables, and what to do."""
    moved = moved_tables(conn, source_schema)
    schemas = {moved[table].rsplit(".", 1)[0] for table in missing if moved.get(table, "").endswith(f".{table}")}
    if len(schemas) == 1 and len(missing) == len(SOURCE_TABLES):
        schema = schemas.pop()
        return (
            f"the PeerMetrics tables were moved from schema {source_schema} to schema {schema}",
            f"Run pg-summary install --source-schema {schema}",
        )
    renamed = [f"{table} (now {moved[table]})" for table in missing if table in moved]
    return (
        "no PeerMetrics tables: schema {} lacks {}".format(source_schema, ", ".join(missing))
        + ("; renamed: {}".format(", ".join(renamed)) if renamed else ""),
        "Rename it back, then run pg-summary install."
        if renamed
        else "Is this the database of a PeerMetrics API server? --source-schema names its schema.",
    )


def triggers(conn: psycopg.Connection, source_schema: str) -> list[Trigger]:
    """Our triggers, wherever they are, and foreign ones with our names on source tables."""
    return [Trigger(*row) for row in conn.execute(_TRIGGERS, (source_schema,))]


def namesakes(conn: psycopg.Connection, schema: str, references: dict[str, str]) -> list[Any]:
    """The functions in a schema that have our names (`references`: by name): name, object, owner, is_exact."""
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        return cursor.execute(
            _NAMESAKES, {"schema": schema, "objects": list(references), "references": list(references.values())}
        ).fetchall()


def relations(conn: psycopg.Connection) -> set[str]:
    """The tables, types and views in schema pgsummary."""
    return {
        row[0]
        for row in conn.execute(
            "select c.relname::text from pg_class c "
            "where c.relnamespace = to_regnamespace('pgsummary') and c.relkind in ('r', 'c', 'v', 'm')"
        )
    }


def everything(conn: psycopg.Connection, database: Database, api_functions: Sequence[str]) -> list[str]:
    """The statements that drop all our objects by name, whatever release or restore they are from."""
    rows = conn.execute(
        _EVERYTHING,
        {
            "objects": list(api_functions),
            "owner": database.owner,
            "recorded": [row.name for row in database.recorded if row.kind == "function" and not row.is_changed],
        },
    ).fetchall()
    return [row[0] for row in rows]


def where_the_api_is(conn: psycopg.Connection, database: Database) -> str:
    """The schema of the API's functions, if our tables no longer state it."""
    row = conn.execute(
        "select n.nspname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where p.proname = 'pg_summary_health' and p.pronargs = 0 and pg_get_userbyid(p.proowner) = %s order by 1",
        (database.owner,),
    ).fetchone()
    return row[0] if row else "public"


def archived_before(conn: psycopg.Connection) -> str | None:
    """The date before which days are archived, whatever else is wrong with our tables."""
    if only_value(conn, "select to_regclass('pgsummary.state')") is None:
        return None
    return max(
        (state.archived_before for row in conn.execute(_STATE) if (state := State(*row)).archived_before), default=None
    )


def mixture(conn: psycopg.Connection) -> str | None:
    """Why our tables hold the data of two databases: there is a second mark beside that of the install."""
    if only_value(conn, "select to_regclass('pgsummary.generation')") is None:
        return None
    is_one = only_value(
        conn,
        "select coalesce(array_agg(g.id) = array_agg(s.generation) and count(*) = 1, false) "
        "from pgsummary.generation g cross join pgsummary.state s",
    )
    return None if is_one else MIXED_TABLES


def dumpers(conn: psycopg.Connection, source_schema: str, owner: str) -> dict[str, bool]:
    """The owners of the source tables that do not own ours, and whether they may read ours, as pg_dump must."""
    roles = conn.execute(
        _DUMPERS, {"source_schema": source_schema, "tables": list(SOURCE_TABLES), "owner": owner}
    ).fetchall()
    return {role: only_value(conn, _MAY_DUMP, {"role": role}) for (role,) in roles}


def handed_out(conn: psycopg.Connection) -> list[str]:
    """The roles with default privileges on our objects; none if the view does not exist yet."""
    if only_value(conn, "select to_regclass('pgsummary.grantee')") is None:
        return []
    return [row[0] for row in conn.execute("select distinct g.role from pgsummary.grantee g where g.by_default")]


def other_grantees(conn: psycopg.Connection) -> list[tuple[str, bool, list[str]]]:
    """Roles with privileges on our objects that no install granted: role, whether by default privileges, and on
    what."""
    return conn.execute(
        "select g.role, g.by_default, array_agg(g.name order by g.name) from pgsummary.grantee g "
        "where not g.by_install group by 1, 2 order by 1, 2"
    ).fetchall()


def foreign_objects(conn: psycopg.Connection, owner: str) -> list[str]:
    """Our objects that belong to another role than our tables."""
    return [row[0] for row in conn.execute(_FOREIGN_OBJECTS, {"owner": owner})]


def holder(conn: psycopg.Connection, lock: str) -> str:
    """Who holds one of our advisory locks, for a hint: also a server process that a killed install has left running."""
    row = conn.execute(_HOLDER, (lock,)).fetchone()
    return "" if row is None else row[0]


def publications_of_everything(conn: psycopg.Connection) -> list[str]:
    """The publications FOR ALL TABLES, which include ours."""
    rows = conn.execute("select p.pubname from pg_catalog.pg_publication p where p.puballtables order by 1")
    return [row[0] for row in rows]


def has_schema(conn: psycopg.Connection, name: str) -> bool:
    query = "select pg_catalog.to_regnamespace(pg_catalog.quote_ident(%s)) is not null"
    return bool(only_value(conn, query, (name,)))


def missing_grants(
    conn: psycopg.Connection, source_schema: str, api_schema: str, create_api: bool, owned: Sequence[str], owner: str
) -> list[str]:
    """The GRANT statements that this role, and the owner of our functions, need first. `owned`: the source tables that
    this role must own."""
    rows = conn.execute(
        _MISSING_GRANTS,
        {
            "source_schema": source_schema,
            "api_schema": api_schema,
            "create_api": create_api,
            "tables": list(SOURCE_TABLES),
            "owned": list(owned),
            "owner": owner,
        },
    ).fetchall()
    return [row[0] for row in rows]


def source_indexes(conn: psycopg.Connection, source_schema: str) -> list[Index]:
    return [Index(*row) for row in conn.execute(_SOURCE_INDEXES, (source_schema, list(SOURCE_TABLES)))]


def readers(
    conn: psycopg.Connection, installed_in: str | None, api_schema: str, roles: Sequence[str], granted: Sequence[str]
) -> tuple[dict[str, set[str]], set[str]]:
    """By role, the API functions that it may call in the schema `installed_in`; and the roles without USAGE on
    theirs."""
    may_call: dict[str, set[str]] = {role: set() for role in roles}
    if installed_in:
        for role, function in conn.execute(
            _READERS, {"api_schema": installed_in, "roles": list(roles), "granted": [*granted, *roles]}
        ):
            may_call.setdefault(role, set()).update([function] if function else [])
    lack_usage = {
        role
        for role in may_call
        if not has_schema(conn, api_schema)
        or not only_value(conn, "select has_schema_privilege(%s, %s, 'USAGE')", (role, api_schema))
    }
    return may_call, lack_usage


def blockers(conn: psycopg.Connection, source_schema: str) -> str:
    """The sessions whose lock on a source table blocks us, for a message."""
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
