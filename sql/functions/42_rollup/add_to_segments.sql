-- Stage 42, rollup: adds increments to the segments of their days and months, if these are segmented.
create or replace function pgsummary.add_to_segments(increments pgsummary.increment [], to_late boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_sort = off
as $add_to_segments$
declare
    -- Rows of 2 kB and more are compressed, which takes longer than all else.
    most_late constant integer := 100;
    long_days pgsummary.rollup_segment[];
    long_months pgsummary.rollup_segment_month[];
    -- Until they occur on a busy day, profiles have only segments of one value.
    shallow constant pgsummary.profile[] := array(
        select p
        from (
            select distinct unnest(i.profiles) as id
            from (
                select distinct x.app, (x.bucket at time zone 'UTC')::date as day, x.profiles from unnest(increments) x
            ) i
            join pgsummary.segmented_day d on d.app = i.app and d.day = i.day
            where d.depth > 1
        ) k
        cross join lateral (select x.* from pgsummary.profile x where x.id = k.id offset 0) p
        where cardinality(p.segments) = 4
    );
begin
    if shallow <> '{}' then
        perform pgsummary.learn_segments(shallow, 15);
        update pgsummary.profile p
        set segments = s.segments
        from unnest(shallow) f
        cross join lateral pgsummary.segments_of(f, 15) s
        where p.id = f.id;
    end if;
    -- A day that is not segmented yet makes its month wait.
    perform pgsummary.drop_months(array_agg(m.app), array_agg(m.month))
    from (select distinct i.app, (i.bucket at time zone 'UTC')::date as day from unnest(increments) i) d
    join pgsummary.segmented_month m on m.app = d.app and m.month = date_trunc('month', d.day::timestamp)
    where not exists (select from pgsummary.segmented_day s where s.app = d.app and s.day = d.day);
    with more as materialized (
        select i.* from pgsummary.increments_by_segment(increments) i
    ),
    summed_month as materialized (
        select s.app, s.month, s.depth
        from (
            select distinct i.app, date_trunc('month', i.bucket at time zone 'UTC')::date as month
            from unnest(increments) i
        ) d
        join pgsummary.segmented_month s on s.app = d.app and s.month = d.month
    ),
    by_day as (
        insert into pgsummary.rollup_segment as r (app, segment, day, late, measures, vals, counts)
        select m.app, m.segment, m.day, to_late, array_agg(m.measure), array_agg(m.value), array_agg(m.n)
        from more m
        group by 1, 2, 3
        on conflict (app, segment, day, late) do update set
            (measures, vals, counts) = (
                select a.measures, a.vals, a.counts
                from pgsummary.appended(
                    r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
                ) a
            )
        returning r
    ),
    by_month as (
        insert into pgsummary.rollup_segment_month as r (
            app, segment, is_time, month, late, measures, vals, counts
        )
        select m.app, m.segment, m.measure = pgsummary.measure('time'), s.month, to_late,
            array_agg(m.measure), array_agg(pgsummary.month_value(m.measure, m.value, m.day)), array_agg(m.n)
        from more m
        join summed_month s on s.app = m.app and m.day >= s.month and m.day < s.month + interval '1 month'
        join pgsummary.segment g on g.id = m.segment and pgsummary.depth_of(g) <= s.depth
        group by 1, 2, 3, 4
        on conflict (app, segment, is_time, month, late) do update set
            (measures, vals, counts) = (
                select a.measures, a.vals, a.counts
                from pgsummary.appended(
                    r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
                ) a
            )
        returning r
    )
    select
        (select array_agg(d.r) from by_day d where (d.r).late and cardinality((d.r).counts) > most_late),
        (select array_agg(m.r) from by_month m where (m.r).late and cardinality((m.r).counts) > most_late)
    into long_days, long_months;

    if long_days <> '{}' or long_months <> '{}' then
        perform pgsummary.add_late(long_days, long_months);
    end if;
end
$add_to_segments$;

comment on function pgsummary.add_to_segments(pgsummary.increment [], boolean) is
'adds signed counts to rollup_segment and rollup_segment_month, spread over the segments of their profiles; only those '
'of segmented days. A month with a day that is not segmented is dropped, until segment_months makes it again. to_late: '
'the days were segmented before; then to rows of their own, until these are long';
