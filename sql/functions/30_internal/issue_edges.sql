-- Stage 30, internal: the facts of the cut-off ends of a range. Inlined, hence no SET.
create or replace function pgsummary.issue_edges(cov pgsummary.coverage)
returns table (profile integer, code integer, gum_error integer)
language sql
stable
parallel safe
as $issue_edges$
select f.profile, f.code, f.gum_error
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.code, x.gum_error
    from pgsummary.issue_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$issue_edges$;

comment on function pgsummary.issue_edges(pgsummary.coverage) is
'the issue facts that a coverage takes one by one, filters applied';
