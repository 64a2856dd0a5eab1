-- Stage 70, views: why functions refuse to answer or fail, according to the catalogue and our own tables. It is a view,
-- so that pgsummary.status can read it for every role that may read status; problems() adds what depends on rights.
create view pgsummary.problem as
with
source_table as (
    select
        w.name, s.source_schema, format('%I.%I', s.source_schema, w.name) as full_name, c.oid, s.always, s.paused_at,
        -- Where the triggers of its functions are: on another table, if it was renamed.
        (
            select string_agg(distinct format('%I.%I', o.nspname, r.relname), ', ')
            from pg_proc p
            join pg_trigger t on t.tgfoid = p.oid
            join pg_class r on r.oid = t.tgrelid and not r.relispartition
            join pg_namespace o on o.oid = r.relnamespace
            where
                p.pronamespace = 'pgsummary'::regnamespace and p.proname = 'log_' || w.name
                and t.tgrelid is distinct from c.oid
        ) as elsewhere
    from (
        values
        (1, 'app'), (2, 'conference'), (3, 'participant'), (4, 'participant_conferences'), (5, 'app_session'),
        (6, 'app_connection'), (7, 'app_issue')
    ) as w (position, name)
    cross join pgsummary.state s
    left join pg_namespace n on n.nspname = s.source_schema
    left join pg_class c on c.relnamespace = n.oid and c.relname = w.name and c.relkind in ('r', 'p')
    order by w.position
),

trigger_count as (
    select
        x.*,
        (
            select count(*)
            from pg_trigger t
            where t.tgrelid = x.oid and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
        ) as present,
        (
            select count(*)
            from pg_trigger t
            where
                t.tgrelid = x.oid and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
                and t.tgenabled in ('O', 'A')
        ) as firing,
        (
            select count(*)
            from pg_trigger t
            where
                t.tgrelid = x.oid and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
                and (t.tgenabled = 'A' or (t.tgenabled = 'O' and not x.always))
        ) as as_meant
    from source_table x
    where x.name <> 'app' and x.oid is not null
),

needed (table_name, column_name, types) as (
    values
    ('app', 'id', 'uuid'), ('app', 'is_active', 'boolean'),
    ('conference', 'id', 'uuid'), ('conference', 'app_id', 'uuid'), ('conference', 'conference_id', 'text'),
    ('conference', 'conference_name', 'text'), ('conference', 'start_time', 'time'),
    ('conference', 'call_start', 'time'), ('conference', 'end_time', 'time'), ('conference', 'ongoing', 'boolean'),
    ('conference', 'duration', 'number'), ('conference', 'created_at', 'time'), ('conference', 'is_active', 'boolean'),
    ('participant', 'id', 'uuid'), ('participant', 'is_sfu', 'boolean'), ('participant', 'is_active', 'boolean'),
    ('participant_conferences', 'participant_id', 'uuid'), ('participant_conferences', 'conference_id', 'uuid'),
    ('app_session', 'id', 'uuid'), ('app_session', 'conference_id', 'uuid'), ('app_session', 'participant_id', 'uuid'),
    ('app_session', 'created_at', 'time'), ('app_session', 'is_active', 'boolean'),
    ('app_session', 'platform', 'jsonb'), ('app_session', 'geo_ip', 'jsonb'), ('app_session', 'app_version', 'text'),
    ('app_connection', 'id', 'uuid'), ('app_connection', 'conference_id', 'uuid'),
    ('app_connection', 'session_id', 'uuid'), ('app_connection', 'created_at', 'time'),
    ('app_connection', 'is_active', 'boolean'), ('app_connection', 'type', 'text'),
    ('app_connection', 'connection_info', 'jsonb'),
    ('app_issue', 'id', 'uuid'), ('app_issue', 'conference_id', 'uuid'), ('app_issue', 'session_id', 'uuid'),
    ('app_issue', 'created_at', 'time'), ('app_issue', 'is_active', 'boolean'), ('app_issue', 'type', 'text'),
    ('app_issue', 'code', 'text'), ('app_issue', 'data', 'jsonb')
),

source_column as (
    select x.full_name, w.column_name, w.types, a.atttypid, b.oid as base, b.typcategory
    from needed w
    join source_table x on x.name = w.table_name and x.oid is not null
    left join pg_attribute a on a.attrelid = x.oid and a.attname = w.column_name and not a.attisdropped
    left join
        lateral (
            -- A domain counts as its base type.
            with recursive step as (
                select t.oid, t.typbasetype, t.typcategory from pg_type t
                where t.oid = a.atttypid
                union all
                select t.oid, t.typbasetype, t.typcategory from step s join pg_type t on t.oid = s.typbasetype
            )

            select s.oid, s.typcategory from step s
            where s.typbasetype = 0
        ) b
        on true
)

select
    'SM005' as code,
    'pgsummary.state' as object,
    'the tables in schema pgsummary are empty' as message,
    'Were they left out of a restore? Run pg-summary install.' as hint,
    true as is_fatal
where not exists (select from pgsummary.state)
union all
select
    'SM008' as code,
    'pgsummary.generation' as object,
    'the tables in schema pgsummary hold the data of two databases' as message,
    'Data was restored into an installed database. Run pg-summary install: it folds the source tables again.' as hint,
    true as is_fatal
from pgsummary.state s
where (
    select count(*) <> num_nonnulls(s.generation) or not coalesce(bool_and(g.id = s.generation), true)
    from pgsummary.generation g
)
union all
select
    'SM003' as code,
    x.full_name as object,
    format('table %s does not exist', x.full_name)
    || coalesce(': its triggers are on ' || x.elsewhere, '') as message,
    case
        when x.elsewhere is null then 'Are all migrations of the PeerMetrics API server applied?'
        else 'Rename the table back, or run pg-summary install --source-schema with the schema where it is.'
    end as hint,
    x.name <> 'app' as is_fatal
from source_table x
where x.oid is null
union all
select
    'SM006' as code,
    'triggers' as object,
    format('pg-summary has been paused since %s', to_char(s.paused_at, 'YYYY-MM-DD HH24:MI:SS TZ')) as message,
    'Run select pgsummary.resume() when the load has ended, or run pg-summary install.' as hint,
    true as is_fatal
from pgsummary.state s
where
    s.paused_at is not null and exists (
        select from trigger_count x
        where x.as_meant < 2
    )
union all
select
    'SM006' as code,
    x.full_name as object,
    case
        when x.present < 2
            then
                format('table %s lacks triggers of pg-summary', x.full_name)
                || coalesce(': they are on ' || x.elsewhere, '')
        when x.firing < 2 then format('triggers of pg-summary on table %s are disabled', x.full_name)
        else format('triggers of pg-summary on table %s do not fire for replicated changes', x.full_name)
    end as message,
    case
        when x.present < 2 or x.firing < 2
            then
                'Changes may be missed. Run pg-summary install: it '
                || case when x.present < 2 then 'makes' else 'enables' end || ' them and folds what has changed since.'
        else 'Changes may be missed. Run select pgsummary.resume(), or pg-summary install --always.'
    end as hint,
    true as is_fatal
from trigger_count x
where x.as_meant < 2 and x.paused_at is null
union all
select
    'SM006' as code,
    'triggers' as object,
    'triggers of pg-summary were switched off and on again: changes may have been missed' as message,
    'Run pg-summary refresh: it compares everything with the source tables.' as hint,
    true as is_fatal
from pgsummary.state s
where
    not exists (
        select from pgsummary.change_log l
        where l.kind = '*' and l.closed_before is null
    )
    and exists (
        select
        from trigger_count x
        join pg_trigger t on t.tgrelid = x.oid and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
        having
            sum(t.oid::bigint) = s.trigger_ids
            and not bool_and(t.xmin = any(s.trigger_xids))
            and bool_and(x.as_meant = 2)
    )
union all
select
    'SM006' as code,
    'pgsummary.change_log' as object,
    'triggers of pg-summary could not append to pgsummary.change_log: changes may have been missed' as message,
    case
        when s.unlogged_before is null then 'Run pg-summary refresh: it compares everything with the source tables.'
        else 'Run pg-summary refresh when the transactions that are open now have ended: it compares everything.'
    end as hint,
    true as is_fatal
from pgsummary.state s
where
    not exists (
        select from pgsummary.change_log l
        where l.kind = '*'
    )
    and (
        s.unlogged_before is not null
        or exists (
            -- The owners differ from those that the last refresh saw.
            select
            from pg_database d
            where
                d.datname = current_database()
                and d.oid = s.owner_database
                and (
                    select sum(t.oid::bigint)
                    from trigger_count x
                    join pg_trigger t
                        on t.tgrelid = x.oid and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
                ) = s.trigger_ids
                and (
                    select coalesce(array_agg(h.xmin order by h.classid, h.objid), '{}')
                    from pg_shdepend h
                    where
                        h.dbid = d.oid and h.objsubid = 0 and h.deptype = 'o'
                        and (
                            (h.classid = 'pg_class'::regclass and h.objid = 'pgsummary.change_log'::regclass)
                            or (h.classid = 'pg_namespace'::regclass and h.objid = 'pgsummary'::regnamespace)
                            or (
                                h.classid = 'pg_proc'::regclass and h.objid in (
                                    select p.oid
                                    from pg_proc p
                                    where
                                        p.pronamespace = 'pgsummary'::regnamespace
                                        and p.prorettype = 'trigger'::regtype
                                )
                            )
                        )
                ) is distinct from s.owner_xids
        )
    )
union all
select
    'SM006' as code,
    x.full_name as object,
    format('a subscription writes to table %s, for which triggers of pg-summary do not fire', x.full_name) as message,
    'Run pg-summary install --always.' as hint,
    true as is_fatal
from trigger_count x
where
    x.as_meant = 2 and not x.always
    and exists (
        select from pg_subscription_rel r
        where r.srrelid = x.oid
    )
union all
select
    'SM003' as code,
    format('%s.%I', c.full_name, c.column_name) as object,
    case
        when c.atttypid is null then format('column %s.%I does not exist', c.full_name, c.column_name)
        else format(
            'column %s.%I is of type %s, which summaries cannot read', c.full_name, c.column_name,
            format_type(c.atttypid, null)
        )
    end as message,
    'Summaries that read it fail. Undo the migration, or install the release of pg-summary that knows it.' as hint,
    false as is_fatal
from source_column c
where
    c.base is null
    or not case c.types
        when 'uuid' then c.base = 'uuid'::regtype
        when 'boolean' then c.base = 'boolean'::regtype
        when 'time' then c.base = 'timestamptz'::regtype
        when 'jsonb' then c.base = 'jsonb'::regtype
        when 'text' then c.typcategory = 'S'
        else c.base in (
            'smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype, 'real'::regtype,
            'double precision'::regtype
        )
    end;

comment on view pgsummary.problem is
'reasons why functions refuse to answer or fail, according to the catalogue and pg-summary''s tables, worst first (see '
'problems)';
