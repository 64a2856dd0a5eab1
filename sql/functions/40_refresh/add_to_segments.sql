-- Stage 40, refresh: adds increments to the segments of their days, where these are segmented.
create or replace function pgsummary.add_to_segments(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_segments$
begin
    with change as materialized (
        select c.* from pgsummary.increments_by_segment(increments) c
    ),
    touched as materialized (
        select distinct c.app, c.segment, c.day from change c
    ),
    merged as (
        select x.app, x.segment, x.day, x.measure, x.value, sum(x.n)::integer as n
        from (
            select c.app, c.segment, c.day, c.measure, c.value, c.n from change c
            union all
            select t.app, t.segment, t.day, u.measure, u.value, u.n
            from touched t
            join pgsummary.rollup_segment r on r.app = t.app and r.segment = t.segment and r.day = t.day
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        ) x
        group by 1, 2, 3, 4, 5
    ),
    gathered as materialized (
        select
            m.app, m.segment, m.day, array_agg(m.measure) filter (where m.n <> 0) as measures,
            array_agg(m.value) filter (where m.n <> 0) as vals, array_agg(m.n) filter (where m.n <> 0) as counts
        from merged m
        group by m.app, m.segment, m.day
    ),
    emptied as (
        delete from pgsummary.rollup_segment r
        using gathered g
        where g.vals is null and r.app = g.app and r.segment = g.segment and r.day = g.day
    )
    insert into pgsummary.rollup_segment (app, segment, day, measures, vals, counts)
    select g.app, g.segment, g.day, g.measures, g.vals, g.counts
    from gathered g
    where g.vals is not null
    on conflict (app, segment, day) do update set
        measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;
end
$add_to_segments$;

comment on function pgsummary.add_to_segments(pgsummary.increment []) is
'adds signed counts to rollup_segment, spread over the segments of their profiles; only those of segmented days';
