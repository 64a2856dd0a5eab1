-- Stage 30, internal: the facts of the cut-off ends of a range. Inlined, hence no SET.
create or replace function pgsummary.session_edges(cov pgsummary.coverage)
returns table (profile integer, place integer)
language sql
stable
parallel safe
as $session_edges$
select f.profile, f.place
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.place
    from pgsummary.session_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$session_edges$;

comment on function pgsummary.session_edges(pgsummary.coverage) is
'the session facts that a coverage takes one by one, filters applied';
