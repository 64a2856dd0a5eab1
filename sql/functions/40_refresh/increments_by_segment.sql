-- Stage 40, refresh: increments of segmented days, summed by day and segment. Inlined, hence no SET.
create or replace function pgsummary.increments_by_segment(increments pgsummary.increment [])
returns table (app integer, segment integer, day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_segment$
with by_day as materialized (
    select d.app, d.day, d.depth, i.kind, i.profiles, m.measure, m.value, pg_catalog.sum(i.n)::integer as n
    from unnest(increments) i
    join pgsummary.segmented_day d on d.app = i.app and d.day = (i.bucket at time zone 'UTC')::date
    cross join lateral (
        select i.measure, i.value
        union all
        select 't'::"char", pgsummary.quarter_of_day(i.bucket) * 4 + i.value
        where i.kind = 'c' and i.measure = 's'
    ) m
    group by 1, 2, 3, 4, 5, 6, 7
    having pg_catalog.sum(i.n) <> 0
),
-- A conference counts once in each segment that any of its profiles falls in.
segments_of as materialized (
    select d.profiles, d.depth, array(
        select distinct s.segment
        from unnest(d.profiles) as k (id)
        join pgsummary.profile p on p.id = k.id
        cross join lateral unnest(case d.depth when 1 then p.segments[1:4] else p.segments end) as s (segment)
    ) as segments
    from (select distinct b.profiles, b.depth from by_day b) d
)
select b.app, g.segment, b.day, m.measure, m.value, pg_catalog.sum(b.n)::integer
from by_day b
join segments_of s on s.profiles = b.profiles and s.depth = b.depth
cross join lateral pgsummary.measures_of(b.kind, b.measure, b.value, b.profiles) m
cross join lateral unnest(s.segments) as g (segment)
group by 1, 2, 3, 4, 5
having pg_catalog.sum(b.n) <> 0
$increments_by_segment$;

comment on function pgsummary.increments_by_segment(pgsummary.increment []) is
'increments as rollup_segment counts them: those of days in segmented_day';
