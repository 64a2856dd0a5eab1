-- Stage 40, refresh: adds increments to the rollups. What sums to nothing is not kept.
create or replace function pgsummary.add_to_rollups(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_rollups$
begin
    if increments is null or increments = '{}' then
        return;
    end if;

    with change as materialized (
        select c.* from pgsummary.increments_by_quarter(increments) c
    ),
    touched as materialized (
        select distinct c.app, c.kind, c.bucket from change c
    ),
    merged as (
        select x.app, x.kind, x.bucket, x.measure, x.value, sum(x.n)::integer as n
        from (
            select c.app, c.kind, c.bucket, c.measure, c.value, c.n from change c
            union all
            select t.app, t.kind, t.bucket, u.measure, u.value, u.n
            from touched t
            join pgsummary.rollup_quarter r on r.app = t.app and r.kind = t.kind and r.bucket = t.bucket
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        ) x
        group by 1, 2, 3, 4, 5
    ),
    gathered as materialized (
        select
            m.app, m.kind, m.bucket, array_agg(m.measure) filter (where m.n <> 0) as measures,
            array_agg(m.value) filter (where m.n <> 0) as vals, array_agg(m.n) filter (where m.n <> 0) as counts
        from merged m
        group by m.app, m.kind, m.bucket
    ),
    emptied as (
        delete from pgsummary.rollup_quarter r
        using gathered g
        where g.vals is null and r.app = g.app and r.kind = g.kind and r.bucket = g.bucket
    )
    insert into pgsummary.rollup_quarter (app, kind, bucket, measures, vals, counts)
    select g.app, g.kind, g.bucket, g.measures, g.vals, g.counts
    from gathered g
    where g.vals is not null
    on conflict (app, kind, bucket) do update set
        measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;

    with change as materialized (
        select c.* from pgsummary.increments_by_day(increments) c
    ),
    touched as materialized (
        select distinct c.app, c.kind, c.day from change c
    ),
    merged as (
        select x.app, x.kind, x.day, x.measure, x.value, sum(x.n)::integer as n
        from (
            select c.app, c.kind, c.day, c.measure, c.value, c.n from change c
            union all
            select t.app, t.kind, t.day, u.measure, u.value, u.n
            from touched t
            join pgsummary.rollup_day r on r.app = t.app and r.segment = 0 and r.kind = t.kind and r.day = t.day
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        ) x
        group by 1, 2, 3, 4, 5
    ),
    gathered as materialized (
        select
            m.app, m.kind, m.day, array_agg(m.measure) filter (where m.n <> 0) as measures,
            array_agg(m.value) filter (where m.n <> 0) as vals, array_agg(m.n) filter (where m.n <> 0) as counts
        from merged m
        group by m.app, m.kind, m.day
    ),
    emptied as (
        delete from pgsummary.rollup_day r
        using gathered g
        where g.vals is null and r.app = g.app and r.segment = 0 and r.kind = g.kind and r.day = g.day
    )
    insert into pgsummary.rollup_day (app, segment, kind, day, measures, vals, counts)
    select g.app, 0, g.kind, g.day, g.measures, g.vals, g.counts
    from gathered g
    where g.vals is not null
    on conflict (app, segment, kind, day) do update set
        measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;

    perform pgsummary.add_to_segments(increments);
    -- A day of which nothing is left.
    with emptied as (
        delete from pgsummary.segmented_day s
        using (select distinct i.app, (i.bucket at time zone 'UTC')::date as day from unnest(increments) i) d
        where s.app = d.app and s.day = d.day
            and not exists (
                select from pgsummary.rollup_day r
                where r.app = d.app and r.segment = 0 and r.kind in ('c', 's', 'n', 'i') and r.day = d.day
            )
        returning s.app, s.day
    )
    delete from pgsummary.rollup_segment r
    using emptied e
    where r.app = e.app and r.day = e.day;
end
$add_to_rollups$;

comment on function pgsummary.add_to_rollups(pgsummary.increment []) is
'adds signed counts to rollup_quarter, rollup_day and, where their day is segmented, rollup_segment';
