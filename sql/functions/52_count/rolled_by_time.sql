-- Stage 52, count: the sums of days and quarters of a timed question (see question), by date or hour. Inlined, hence no
-- SET. OFFSET 0 has each stretch go to the index, whatever a plan made earlier believed of the table's size.
create or replace function pgsummary.rolled_by_time(q pgsummary.question, kinds "char" [], measures "char" [])
returns table (measure "char", value integer, at timestamp, n bigint)
language sql
stable
parallel safe
as $rolled_by_time$
select u.measure, u.value, x.at, pg_catalog.sum(u.n)
from (
    select d.measures, d.vals, d.counts, pgsummary.time_cell(q, pgsummary.noon(d.day)) as at
    from pgsummary.rollup_day d
    where not q.filtered and d.app = q.app and d.segment = 0 and d.kind = any (rolled_by_time.kinds)
        and d.day >= q.first_day and d.day < q.end_day
    union all
    select b.measures, b.vals, b.counts, pgsummary.time_cell(q, b.bucket)
    from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
    cross join lateral (
        select r.bucket, r.measures, r.vals, r.counts
        from pgsummary.rollup_quarter_hour r
        where r.app = q.app and r.kind = any (rolled_by_time.kinds) and r.bucket >= e.lo and r.bucket < e.hi
        offset 0
    ) b
) x
cross join lateral unnest(x.measures, x.vals, x.counts) as u (measure, value, n)
where u.measure = any (rolled_by_time.measures)
group by 1, 2, 3
union all
select s.measure, s.value, m.at, s.n * m.sign
from (
    select e.lo, u.measure, u.value, pg_catalog.sum(u.n) as n
    from unnest(q.moved_quarter_from, q.moved_quarter_to) as e (lo, hi)
    cross join lateral (
        select r.measures, r.vals, r.counts
        from pgsummary.rollup_quarter_hour r
        where r.app = q.app and r.kind = any (rolled_by_time.kinds) and r.bucket >= e.lo and r.bucket < e.hi
        offset 0
    ) b
    cross join lateral unnest(b.measures, b.vals, b.counts) as u (measure, value, n)
    where u.measure = any (rolled_by_time.measures)
    group by 1, 2, 3
) s
cross join lateral pgsummary.moves(q, s.lo) m
union all
select w.measure, pgsummary.unpacked(w.measure, u.value), pgsummary.time_cell(q, pgsummary.noon(r.day)), u.n
from pgsummary.rollup_segment r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join (
    select w.measure, pgsummary.packed_in(w.measure) as kept
    from unnest(rolled_by_time.measures) as w (measure)
) w on w.kept = u.measure
where q.filtered and r.app = q.app and r.segment = q.segment and r.day >= q.first_day and r.day < q.end_day
$rolled_by_time$;

comment on function pgsummary.rolled_by_time(pgsummary.question, "char" [], "char" []) is
'counts by measure, value and date or hour (see time_cell) in the days and quarters of a timed question; the same may '
'come more than once';
