-- Stage 40, refresh: whether summaries can read the source tables, for a health check: it reads no row.
create or replace function pgsummary.first_misfit()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $first_misfit$
declare
    name text;
begin
    for name in
        select p.proname::text
        from pg_proc p
        where p.pronamespace = 'pgsummary'::regnamespace and p.proname like 'live!_%' escape '!'
        order by p.proname
    loop
        begin
            execute format('select count(x.*) from pgsummary.%I(''{}'') x', name);
        exception
            when others then
                return format('%s: %s', name, sqlerrm);
        end;
    end loop;
    return null;
end
$first_misfit$;

comment on function pgsummary.first_misfit() is
'the first function that fails on the source tables as they are now, with the error; null where all that '
'summaries read fits (see misfits for all of them)';
