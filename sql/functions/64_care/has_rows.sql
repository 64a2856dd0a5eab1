-- Stage 64, care: whether a table has rows to this snapshot. It may have, where we may not look.
create or replace function pgsummary.has_rows(relation oid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $has_rows$
declare
    named record;
    is_filled boolean;
begin
    if not pgsummary.is_readable(has_rows.relation) then
        return true;
    end if;
    select n.nspname as schema, c.relname as name into named
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.oid = has_rows.relation;
    execute format('select exists (select from %I.%I)', named.schema, named.name) into is_filled;
    return is_filled;
end
$has_rows$;

comment on function pgsummary.has_rows(oid) is 'whether a table has any row, or may have as this role may not read it';
