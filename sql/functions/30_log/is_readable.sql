-- Stage 30, log: whether we may read all rows of a partition by its own name: who may read a partitioned table may
-- perhaps not read its partitions, and a policy of the one is not a policy of the other.
create or replace function pgsummary.is_readable(relation oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $is_readable$
select coalesce(bool_and(
    has_schema_privilege(c.relnamespace, 'usage') and has_table_privilege(c.oid, 'select') and not row_security_active(c.oid)
), false)
from pg_class c
where c.oid = is_readable.relation
$is_readable$;

comment on function pgsummary.is_readable(oid) is
'whether this role may read every row of a table by its name; false for a table that is gone';
