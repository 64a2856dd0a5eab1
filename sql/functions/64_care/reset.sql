-- Stage 64, care: forgets everything that was folded and has it folded again, whatever a restore left in our tables.
-- DELETE, because a transaction that began before a TRUNCATE would see empty tables, and count too little.
create or replace function pgsummary.reset()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $reset$
declare
    filled name;
    -- Archived days stay, with the names that they use: their rows may be gone.
    bound constant date := (select s.archived_before from pgsummary.state s);
begin
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'reset: another refresh is running'
        using errcode = 'SM001', hint = 'Stop the refresh, or wait for it, and run this again.';
    end if;
    for filled in
        select c.relname
        from pg_class c
        where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = 'r'
            -- What an install writes, and a refresh does not.
            and c.relname not in ('state', 'migration', 'installed_object', 'time_zone', 'time_zone_alias')
    loop
        if bound is null or filled in ('change_log', 'backlog_start', 'generation', 'rollup_quarter_hour')
            or filled like '%!_fact' escape '!' or filled like '%!_month' escape '!'
        then
            execute format('delete from pgsummary.%I', filled);
        elsif filled in ('rollup_day', 'rollup_time', 'rollup_segment', 'segmented_day') then
            execute format('delete from pgsummary.%I r where r.day >= %L', filled, bound);
        end if;
    end loop;
    if bound is not null then
        perform pgsummary.sum_months(coalesce((select min(r.day) from pgsummary.rollup_day r), bound), bound);
    end if;
    -- As the install fills them.
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    values (0, '', '', false, -2, -2, -2, -2, '{}')
    on conflict do nothing;
    insert into pgsummary.generation (id)
    select md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)::uuid;
    if not exists (select from pgsummary.state) then
        insert into pgsummary.state (source_schema, api_schema, always)
        select n.nspname, a.nspname, coalesce(bool_or(t.tgenabled = 'A'), false)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_proc p on p.oid = to_regproc('public.conference_summary')
        join pg_namespace a on a.oid = p.pronamespace
        left join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'pgsummary_log_row'
        where c.oid = to_regclass('public.conference')
        group by 1, 2;
    end if;
    insert into pgsummary.time_zone (name)
    select distinct lower(n.name)
    from pg_timezone_names n
    where not exists (select from pgsummary.time_zone);
    update pgsummary.state s
    set generation = (select g.id from pgsummary.generation g), backfilled_at = null, views_dirty = true;
    perform pgsummary.mark_everything();
end
$reset$;

comment on function pgsummary.reset() is
'empties facts, rollups, dictionaries and log, and marks everything as changed: the next refreshes fold it again, and '
'until then answers are exact but slower; archived days stay. It ends SM005 and SM008. SM001 if another '
'refresh holds the lock';
