-- Stage 42, rollup: adds increments to the rollups. Values whose sum is zero are not kept.
create or replace function pgsummary.add_to_rollups(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_sort = off
as $add_to_rollups$
declare
    days date[] := array(select distinct (i.bucket at time zone 'UTC')::date from unnest(increments) i);
    -- A session counts for two (see spread_measure).
    kinds "char"[] := array(
        select distinct k.kind
        from unnest(increments) i
        cross join lateral unnest(array[i.kind, case when i.kind = 's' then 'q'::"char" end]) as k (kind)
        where k.kind is not null
    );
begin
    if days = '{}' then
        return;
    end if;

    -- A month sums up its days, and a day its quarter-hours.
    with quarter_hours as materialized (
        select i.* from pgsummary.increments_by_quarter_hour(increments) i
    ),
    days_of as materialized (
        select q.app, q.kind, (q.bucket at time zone 'UTC')::date as day, q.measure, q.value, sum(q.n)::integer as n
        from quarter_hours q
        where q.kind <> 't'
        group by 1, 2, 3, 4, 5
        having sum(q.n) <> 0
    ),
    by_quarter_hour as (
        insert into pgsummary.rollup_quarter_hour as r (app, kind, bucket, measures, vals, counts)
        select q.app, q.kind, q.bucket, array_agg(q.measure), array_agg(q.value), array_agg(q.n)
        from quarter_hours q
        group by 1, 2, 3
        -- What is read together stays together.
        order by 1, 2, 3
        on conflict (app, kind, bucket) do update set (measures, vals, counts) = (
            select a.measures, a.vals, a.counts
            from pgsummary.appended(
                r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
            ) a
        )
    ),
    by_day as (
        insert into pgsummary.rollup_day as r (app, segment, kind, day, measures, vals, counts)
        select d.app, 0, d.kind, d.day, array_agg(d.measure), array_agg(d.value), array_agg(d.n)
        from days_of d
        group by 1, 3, 4
        order by 1, 3, 4
        on conflict (app, segment, kind, day) do update set (measures, vals, counts) = (
            select a.measures, a.vals, a.counts
            from pgsummary.appended(
                r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
            ) a
        )
    )
    insert into pgsummary.rollup_month as r (app, kind, month, measures, vals, counts)
    select d.app, d.kind, date_trunc('month', d.day::timestamp)::date, array_agg(d.measure), array_agg(d.value),
        array_agg(d.n)
    from days_of d
    group by 1, 2, 3
    on conflict (app, kind, month) do update set (measures, vals, counts) = (
        select a.measures, a.vals, a.counts
        from pgsummary.appended(
            r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
        ) a
    );
    insert into pgsummary.rollup_time as r (app, day, running)
    select c.app, c.day, c.running
    from pgsummary.increments_by_time(increments) c
    on conflict (app, day) do update set running = array(
        select u.old + u.new
        from unnest(r.running, excluded.running) with ordinality as u (old, new, place)
        order by u.place
    );
    perform pgsummary.add_to_segments(increments, to_late => true);

    delete from pgsummary.rollup_quarter_hour r
    using (
        select distinct i.app, unnest(array[i.bucket, pgsummary.two_hours_of(i.bucket)]) as bucket
        from unnest(increments) i
    ) d
    where r.app = d.app and r.kind = any (kinds || 't'::"char") and r.bucket = d.bucket and r.counts = '{}';
    delete from pgsummary.rollup_day r
    using (select distinct i.app from unnest(increments) i) d
    where r.app = d.app and r.segment = 0 and r.kind = any (kinds) and r.day = any (days) and r.counts = '{}';
    delete from pgsummary.rollup_month r
    using (select distinct i.app from unnest(increments) i) d
    where r.app = d.app and r.kind = any (kinds) and r.counts = '{}'
        and r.month = any (array(select date_trunc('month', u.day::timestamp)::date from unnest(days) as u (day)));
    delete from pgsummary.rollup_time r
    using (select distinct i.app from unnest(increments) i) d
    where r.app = d.app and r.day = any (days) and r.running = array_fill(0, array[388]);
    -- A day without any conference left.
    with emptied as (
        delete from pgsummary.segmented_day s
        using (select distinct i.app from unnest(increments) i) d
        where s.app = d.app and s.day = any (days)
            and not exists (
                select from pgsummary.rollup_day r
                where r.app = d.app and r.segment = 0 and r.kind in ('c', 's', 'q', 'i') and r.day = s.day
            )
        returning s.app, s.day
    )
    delete from pgsummary.rollup_segment r
    using emptied e
    where r.app = e.app and r.day = e.day;
    perform pgsummary.drop_months(array_agg(m.app), array_agg(m.month))
    from pgsummary.segmented_month m
    where m.app in (select i.app from unnest(increments) i)
        and m.month = any (array(select date_trunc('month', u.day::timestamp)::date from unnest(days) as u (day)))
        and not exists (
            select from pgsummary.segmented_day s
            where s.app = m.app and s.day >= m.month and s.day < m.month + interval '1 month'
        );
end
$add_to_rollups$;

comment on function pgsummary.add_to_rollups(pgsummary.increment []) is
'adds signed counts to rollup_quarter_hour, rollup_day, rollup_month, rollup_time and, if their day is segmented, '
'rollup_segment and rollup_segment_month';
