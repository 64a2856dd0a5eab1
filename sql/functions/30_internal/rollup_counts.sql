-- Stage 30, internal: the sums of whole days and quarters. Inlined, hence no SET. OFFSET 0 has each range go to the
-- index, whatever a plan made earlier believed of the table's size.
create or replace function pgsummary.rollup_counts(cov pgsummary.coverage, kind "char", measures "char" [])
returns table (measure "char", value integer, n integer)
language sql
stable
parallel safe
as $rollup_counts$
select u.measure, u.value, u.n
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
where not cov.filtered and r.app = cov.app and r.segment = 0 and r.kind = rollup_counts.kind
    and r.day >= cov.day_from and r.day < cov.day_to
    and u.measure = any (rollup_counts.measures)
union all
select u.measure, u.value, u.n
from unnest(cov.quarter_from, cov.quarter_to) as e (lo, hi)
cross join lateral (
    select q.measures, q.vals, q.counts
    from pgsummary.rollup_quarter q
    where q.app = cov.app and q.kind = rollup_counts.kind and q.bucket >= e.lo and q.bucket < e.hi
    offset 0
) r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
where u.measure = any (rollup_counts.measures)
union all
select
    m.measure,
    pgsummary.unpacked(m.measure, u.value),
    u.n
from pgsummary.rollup_segment r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join (
    select w.measure, pgsummary.packed_in(w.measure) as kept
    from unnest(rollup_counts.measures) as w (measure)
) m on m.kept = u.measure
where cov.filtered and r.app = cov.app and r.segment = cov.segment
    and r.day >= cov.day_from and r.day < cov.day_to
$rollup_counts$;

comment on function pgsummary.rollup_counts(pgsummary.coverage, "char", "char" []) is
'counts by measure and value in the days and quarters of a coverage; a value may come more than once';
