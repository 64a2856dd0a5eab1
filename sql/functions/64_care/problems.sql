-- Stage 64, care: every reason why functions refuse to answer or fail, for people and for the program.
create or replace function pgsummary.problems()
returns table (code text, object text, message text, hint text, is_fatal boolean)
language plpgsql
stable
parallel restricted
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
as $problems$
declare
    -- The role with whose rights all our functions run.
    us constant name := current_user;
    source_schema name;
    is_hidden boolean;
    is_restored boolean;
    is_everything_marked boolean;
begin
    -- Problems that make the rest impossible to check come first.
    if not has_schema_privilege(us, 'pgsummary', 'usage') then
        return query select
            'SM009', 'pgsummary', format('%s may not use schema pgsummary', us),
            format('Run: GRANT USAGE ON SCHEMA pgsummary TO %I', us), true;
        return;
    end if;
    return query
    select 'SM005', w.name, format('table %s does not exist', w.name), 'Run pg-summary install.', true
    from (values ('pgsummary.state'), ('pgsummary.generation'), ('pgsummary.change_log'), ('pgsummary.problem')) as w (name)
    where to_regclass(w.name) is null;
    if found then
        return;
    end if;
    return query
    select
        'SM009', 'pgsummary', format('%s may not read and write the tables in schema pgsummary', us),
        format('Run: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgsummary TO %I', us), true
    where exists (
        select
        from pg_class c
        where c.relnamespace = 'pgsummary'::regnamespace
            and case c.relkind
                when 'v' then not has_table_privilege(us, c.oid, 'select')
                when 'r' then not (
                    has_table_privilege(us, c.oid, 'select') and has_table_privilege(us, c.oid, 'update')
                    and has_table_privilege(us, c.oid, 'delete')
                    and (c.relname = 'change_log' or has_table_privilege(us, c.oid, 'insert'))
                )
            end
    );
    if found then
        return;
    end if;
    return query select 'SM009', 'pgsummary.change_log', o.message, o.hint, true from pgsummary.log_obstacles() o;
    source_schema := (select s.source_schema from pgsummary.state s);
    return query select p.code, p.object, p.message, p.hint, p.is_fatal from pgsummary.problem p;
    return query
    select
        'SM009', n.nspname::text, format('%s may not use schema %I', us, n.nspname),
        format('Run: GRANT USAGE ON SCHEMA %I TO %I', n.nspname, us), true
    from pg_namespace n
    where n.nspname = source_schema and not has_schema_privilege(us, n.oid, 'usage');
    is_hidden := found;
    return query
    select
        'SM009', format('%I.%I', n.nspname, c.relname), format('%s may not read table %I.%I', us, n.nspname, c.relname),
        format('Run: GRANT SELECT ON TABLE %I.%I TO %I', n.nspname, c.relname, us), c.relname <> 'app'
    from pg_namespace n
    join pg_class c on c.relnamespace = n.oid
    where n.nspname = source_schema
        and c.relname in (
            'app', 'conference', 'participant', 'participant_conferences', 'app_session', 'app_connection', 'app_issue'
        )
        and c.relkind in ('r', 'p') and not has_table_privilege(us, c.oid, 'select')
    order by c.relname;
    return query
    select
        'SM004', format('%I.%I', n.nspname, c.relname),
        format('row-level security hides rows of the source tables from %s', us),
        'The role that owns pg-summary must see all rows: let it own the tables, without FORCE ROW LEVEL SECURITY, or '
            'give it BYPASSRLS.', true
    from pg_namespace n
    join pg_class c on c.relnamespace = n.oid
    where n.nspname = source_schema
        and c.relname in (
            'conference', 'participant', 'participant_conferences', 'app_session', 'app_connection', 'app_issue'
        )
        and c.relkind in ('r', 'p') and row_security_active(c.oid)
    order by c.relname;
    -- A role that may not use the schema may not even name its tables.
    if is_hidden then
        return;
    end if;
    -- Of the partitions of a restore, only the names are known.
    is_restored := coalesce((select s.trigger_ids from pgsummary.state s) <> (
        select sum(t.oid::bigint)
        from pg_trigger t
        where t.tgrelid in (
            to_regclass('public.conference'), to_regclass('public.participant'),
            to_regclass('public.participant_conferences'), to_regclass('public.app_session'),
            to_regclass('public.app_connection'), to_regclass('public.app_issue')
        ) and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
    ), false);
    is_everything_marked := exists (select from pgsummary.backlog() l where l.kind = '*');
    return query
    select
        'SM006', coalesce(p.name, k.name), case
            when p.trigger_xid is null and p.relation is not null
                then format('rows of %s belong to table %s but fire no trigger of pg-summary', p.name, p.root::regclass)
            when not p.fires then format('triggers of pg-summary on partition %s are disabled', p.name)
            when s.always and not p.always
                then format('triggers of pg-summary on partition %s do not fire for replicated changes', p.name)
            when k.relation is null then format('partition %s was added with rows since the last refresh', p.name)
            when p.relation is null
                then format('partition %s was detached, dropped, emptied or rewritten since the last refresh', k.name)
            else format('triggers of pg-summary on partition %s were switched off and on again', p.name)
        end || ': changes may have been missed',
        case
            when p.trigger_xid is null and p.relation is not null
                then 'Foreign partitions and inheritance are not supported: run ALTER TABLE ... DETACH PARTITION, or NO INHERIT.'
            when not p.fires or (s.always and not p.always) then 'Run select pgsummary.resume().'
            else 'Run pg-summary refresh: it compares what may have changed with the source tables.'
        end, true
    from pgsummary.state s
    cross join (
        (
            select x.*, case when is_restored then x.name else row(x.relation, x.filenode, x.link_xid)::text end as known_by
            from pgsummary.source_parts() x
        ) p
        full join (
            select x.*, case when is_restored then x.name else row(x.relation, x.filenode, x.link_xid)::text end as known_by
            from pgsummary.source_part x
        ) k on k.known_by = p.known_by
    )
    where s.paused_at is null and (
        -- Where its whole table has none that fires as it should, that says enough.
        ((not p.fires or (s.always and not p.always)) and exists (
            select
            from pg_trigger t
            where t.tgrelid = p.root and t.tgname = 'pgsummary_log_row'
                and (t.tgenabled = 'A' or (t.tgenabled = 'O' and not s.always))
        ))
        or (not is_everything_marked and (
            p.relation is null
            or (
                not is_restored and s.trigger_ids is not null and k.relation is not null
                and k.trigger_xid is distinct from p.trigger_xid
            )
            or (k.relation is null and pgsummary.has_rows(p.relation))
        ))
    )
    order by 2, k.relation is null;
    return query
    select
        'SM006', k.name, format('a subscription writes to partition %s, for which triggers of pg-summary do not fire', k.name),
        'Run pg-summary install --always.', true
    from pgsummary.state s
    cross join pgsummary.source_part k
    where not s.always and s.paused_at is null
        and exists (select from pg_subscription_rel r where r.srrelid = k.relation)
    order by 2;
end
$problems$;

comment on function pgsummary.problems() is
'every reason why functions refuse to answer or fail, worst first; no rows if all is well. code: the SQLSTATE that '
'functions raise; object: what it is about; message; hint: the next step; is_fatal: whether all functions refuse with '
'that code (otherwise only those that read the object fail)';
