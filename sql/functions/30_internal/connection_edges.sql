-- Stage 30, internal: the facts of the cut-off ends of a range. Inlined, hence no SET.
create or replace function pgsummary.connection_edges(cov pgsummary.coverage)
returns setof pgsummary.connection_fact
language sql
stable
parallel safe
as $connection_edges$
select f.*
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
join pgsummary.connection_fact f on f.app = cov.app and f.created_at >= e.lo and f.created_at < e.hi
where not cov.filtered or (cov.mask)[f.profile + 1]
$connection_edges$;

comment on function pgsummary.connection_edges(pgsummary.coverage) is
'the connection facts that a coverage takes one by one, filters applied';
