-- Stage 42, rollup: sums up the segments of finished months, newest first. From then on, folds maintain them.
create or replace function pgsummary.segment_months(deadline timestamptz)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set work_mem = '256MB'
as $segment_months$
declare
    next record;
begin
    for next in
        select m.app, m.month, d.depth
        from pgsummary.app_key a
        cross join lateral (
            -- The newest month that has begun still grows.
            select r.app, r.month
            from pgsummary.rollup_month r
            where r.app = a.key and r.kind in ('c', 's', 'q', 'i')
                and r.month < (
                    select date_trunc('month', max(s.day)::timestamp)::date from pgsummary.segmented_day s
                    where s.app = a.key and s.day <= (now() at time zone 'UTC')::date
                )
            group by 1, 2
        ) m
        cross join lateral (
            select min(s.depth) as depth
            from pgsummary.segmented_day s
            where s.app = m.app and s.day >= m.month and s.day < m.month + interval '1 month'
        ) d
        where d.depth is not null
            and not exists (select from pgsummary.segmented_month s where s.app = m.app and s.month = m.month)
            and not exists (
                select from pgsummary.rollup_day r
                where r.app = m.app and r.segment = 0 and r.kind in ('c', 's', 'q', 'i')
                    and r.day >= m.month and r.day < m.month + interval '1 month'
                    and not exists (select from pgsummary.segmented_day s where s.app = r.app and s.day = r.day)
            )
        order by m.month desc, m.app
    loop
        insert into pgsummary.segmented_month (app, month, depth) values (next.app, next.month, next.depth);
        insert into pgsummary.rollup_segment_month (app, segment, is_time, month, late, measures, vals, counts)
        select next.app, x.segment, x.is_time, next.month, false, array_agg(x.measure), array_agg(x.value), array_agg(x.n)
        from (
            select r.segment, u.measure = pgsummary.measure('time') as is_time, u.measure,
                pgsummary.month_value(u.measure, u.value, r.day) as value, sum(u.n)::integer as n
            from (select g.id from pgsummary.segment g where pgsummary.depth_of(g) <= next.depth) g
            cross join lateral (
                select d.*
                from pgsummary.rollup_segment d
                where d.app = next.app and d.segment = g.id and d.day >= next.month
                    and d.day < next.month + interval '1 month'
                offset 0
            ) r
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
            group by 1, 2, 3, 4
            having sum(u.n) <> 0
        ) x
        group by x.segment, x.is_time;
        if clock_timestamp() > deadline then
            return true;
        end if;
    end loop;
    return false;
end
$segment_months$;

comment on function pgsummary.segment_months(timestamptz) is
'sums up the segments of finished months (their app has a newer one) whose days all have segments, newest first; stops '
'after the deadline. Returns whether months may remain';
