-- Stage 64, care: lists the rollups, so that a loop over all of them forgets none.
create or replace function pgsummary.rollups_with(column_name name)
returns table (name name)
language sql
stable
set search_path = pg_catalog, pg_temp
as $rollups_with$
select c.relname
from pg_class c
where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = 'r' and (
    select count(*) = 4 from pg_attribute a
    where a.attrelid = c.oid and not a.attisdropped
        and (a.attname in ('measures', 'vals', 'counts') or a.attname = rollups_with.column_name)
)
order by c.relname
$rollups_with$;

comment on function pgsummary.rollups_with(name) is
'the rollups that are sparse histograms (measures, vals, counts) and have this column, too';
