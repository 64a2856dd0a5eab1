-- Stage 42, rollup: increments of segmented days, summed by day and segment. Inlined, hence no SET. It joins no two
-- sets, because the planner does not know how large they are.
create or replace function pgsummary.increments_by_segment(increments pgsummary.increment [])
returns table (app integer, segment integer, day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_segment$
with segmented as materialized (
    select d.app, d.day
    from (select distinct i.app, (i.bucket at time zone 'UTC')::date as day from unnest(increments) i) x
    join pgsummary.segmented_day d on d.app = x.app and d.day = x.day
),
by_day as materialized (
    select i.app, d.day, i.profiles, m.measure, m.value, pg_catalog.sum(i.n)::integer as n
    from unnest(increments) i
    cross join lateral (select (i.bucket at time zone 'UTC')::date as day) d
    cross join lateral (
        select
            case when i.measure = pgsummary.measure('status') then pgsummary.measure('time') else i.measure end as measure,
            case
                when i.measure = pgsummary.measure('status') then pgsummary.packed_time(i.bucket, i.value)
                else i.value
            end as value
    ) m
    -- IS TRUE makes the planner hash it: to look each increment up takes longer than all that follows.
    where ((i.app, d.day) in (select s.app, s.day from segmented s)) is true
    group by 1, 2, 3, 4, 5
    having pg_catalog.sum(i.n) <> 0
),
-- What the same profiles count for; a conference has those of all its sessions, and counts once in each of their
-- segments.
by_profiles as materialized (
    select
        b.app, b.day, b.profiles, pg_catalog.array_agg(m.measure) as measures,
        pg_catalog.array_agg(m.value) as vals, pg_catalog.array_agg(b.n) as counts
    from by_day b
    cross join lateral (
        select b.measure, b.value where b.measure <> pgsummary.measure('session')
        union all
        -- A session has exactly one country: it stands for the session itself, too (see packed_in).
        select v.measure, v.value
        from pgsummary.profile p
        cross join lateral pgsummary.measures(row(p.*)::pgsummary.profile) v
        where b.measure = pgsummary.measure('session') and p.id = b.profiles[1]
    ) m
    group by 1, 2, 3
)
select x.app, x.segment, x.day, x.measure, x.value, pg_catalog.sum(x.n)::integer
from (
    select g.app, g.day, g.segment, unnest(g.measures) as measure, unnest(g.vals) as value, unnest(g.counts) as n
    from (
        select b.app, b.day, b.measures, b.vals, b.counts, unnest(array(
            select distinct s.segment
            from unnest(b.profiles) as k (id)
            join pgsummary.profile p on p.id = k.id
            cross join lateral unnest(case d.depth when 1 then p.segments[1:4] else p.segments end) as s (segment)
        )) as segment
        from by_profiles b
        cross join lateral (
            select x.depth
            from pgsummary.segmented_day x
            where x.app = b.app and x.day = b.day
            offset 0
        ) d
    ) g
) x
group by 1, 2, 3, 4, 5
having pg_catalog.sum(x.n) <> 0
$increments_by_segment$;

comment on function pgsummary.increments_by_segment(pgsummary.increment []) is
'increments as rollup_segment counts them: those of days in segmented_day';
