-- Stage 64, care: which functions no longer fit the source tables, after a migration there.
create or replace function pgsummary.misfits()
returns table (function_name text, error text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $misfits$
declare
    probe record;
begin
    for probe in
        -- Only ours, with every argument and its type: whoever may create in the API schema could create a function
        -- there that fits a shorter call better, and it would run with our rights.
        select n.nspname::text as schema, p.proname::text as name, (
            select string_agg(
                format('%L::%s', case
                    when a.position > 1 then null
                    when p.proname like 'read%' then '{}'
                    else '00000000-0000-0000-0000-000000000000'
                end, a.type::regtype), ', ' order by a.position
            )
            from unnest(p.proargtypes) with ordinality as a (type, position)
        ) as arguments
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        cross join pgsummary.state s
        where p.proowner in (select o.proowner from pg_proc o where o.pronamespace = 'pgsummary'::regnamespace)
            and ((n.nspname = 'pgsummary' and p.proname like 'read!_%' escape '!')
                or (n.nspname = s.api_schema and p.proname = 'conference_list'))
        order by p.proname
    loop
        begin
            execute format('select count(x.*) from %I.%I(%s) x', probe.schema, probe.name, probe.arguments);
        exception
            when others then
                -- problems() reports our triggers, rights and tables, which an install is about to repair.
                continue when sqlstate in ('SM005', 'SM006', 'SM009');
                function_name := probe.name;
                error := sqlerrm;
                return next;
        end;
    end loop;
    -- If its column is gone, a trigger does not fail the writer: it marks everything as changed, each time.
    return query
    select p.proname::text, format('column %s.%s does not exist', t.tgrelid::regclass, c.name)
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    join pg_class r on r.oid = t.tgrelid and not r.relispartition
    cross join lateral (
        select distinct m[1] as name from regexp_matches(p.prosrc, '(?:new|old)[.]([a-z_]+)', 'g') m
    ) c
    where t.tgname = 'pgsummary_log_row' and p.pronamespace = 'pgsummary'::regnamespace
        and not exists (
            select from pg_attribute a
            where a.attrelid = t.tgrelid and a.attname = c.name and not a.attisdropped
        )
    order by 1, 2;
end
$misfits$;

comment on function pgsummary.misfits() is
'functions of pg-summary that fail on the source tables as they are now, each with the error; no rows if all fit';
