-- Stage 40, refresh: increments summed by days, spread over the segments of their profiles. Inlined, hence no SET.
create or replace function pgsummary.increments_by_day(increments pgsummary.increment [])
returns table (app integer, segment integer, kind "char", day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_day$
with by_day as materialized (
    select
        i.app, m.kind, (i.bucket at time zone 'UTC')::date as day, i.profiles, m.measure, m.value,
        pg_catalog.sum(i.n)::integer as n
    from unnest(increments) i
    cross join lateral (
        select i.kind, i.measure, i.value
        union all
        -- A status counts in its quarter as well, for days that are not those of UTC.
        select 't'::"char", 't'::"char", pgsummary.quarter_of_day(i.bucket) * 4 + i.value
        where i.kind = 'c' and i.measure = 's'
    ) m
    group by 1, 2, 3, 4, 5, 6
    having pg_catalog.sum(i.n) <> 0
),
segments_of as materialized (
    select d.profiles, pg_catalog.array_append(array(
        select distinct s.segment
        from unnest(d.profiles) as k (id)
        join pgsummary.profile p on p.id = k.id
        cross join lateral unnest(p.segments) as s (segment)
    ), 0) as segments
    from (select distinct b.profiles from by_day b) d
)
select b.app, g.segment, b.kind, b.day, m.measure, m.value, pg_catalog.sum(b.n)::integer
from by_day b
join segments_of s on s.profiles = b.profiles
cross join lateral pgsummary.measures_of(b.kind, b.measure, b.value, b.profiles) m
cross join lateral unnest(s.segments) as g (segment)
group by 1, 2, 3, 4, 5, 6
having pg_catalog.sum(b.n) <> 0
$increments_by_day$;

comment on function pgsummary.increments_by_day(pgsummary.increment []) is
'increments as rollup_day counts them';
