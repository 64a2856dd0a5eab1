-- Stage 30, internal: the facts of the cut-off ends of a range. Inlined, hence no SET.
create or replace function pgsummary.conference_edges(cov pgsummary.coverage)
returns setof pgsummary.conference_fact
language sql
stable
parallel safe
as $conference_edges$
select f.*
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.*
    from pgsummary.conference_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask)
$conference_edges$;

comment on function pgsummary.conference_edges(pgsummary.coverage) is
'the conference facts that a coverage takes one by one, filters applied';
