-- Stage 30, internal: the facts of the cut-off ends of a range. Inlined, hence no SET.
create or replace function pgsummary.connection_edges(cov pgsummary.coverage)
returns table (profile integer, relayed smallint, setup_range smallint)
language sql
stable
parallel safe
as $connection_edges$
select f.profile, f.relayed, f.setup_range
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.relayed, x.setup_range
    from pgsummary.connection_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$connection_edges$;

comment on function pgsummary.connection_edges(pgsummary.coverage) is
'the connection facts that a coverage takes one by one, filters applied';
