-- Stage 70, views: how much room pg-summary takes.
create or replace view pgsummary.size as
select
    c.relname::text as name,
    greatest(c.reltuples, 0)::bigint as rows,
    pg_total_relation_size(c.oid) as bytes
from pg_class c
where c.relnamespace = 'pgsummary'::regnamespace and c.relkind in ('r', 'm');

comment on view pgsummary.size is
'tables and materialized views of pg-summary: estimated rows, bytes with indexes';
