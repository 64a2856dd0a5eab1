-- Stage 52, count: conferences by status and time, from rollups or, where these can not show the time, from facts.
create or replace function pgsummary.count_times(q pgsummary.question)
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_times$
declare
    of_time constant "char" := pgsummary.measure('time');
    since constant timestamptz := pgsummary.whole_quarters_since();
    -- Between these two dates only facts show the local day.
    facts_from constant date := coalesce(q.archived_before, '-infinity');
    facts_to constant date := case when q.is_utc then '-infinity' else (since at time zone 'UTC')::date end;
    tallies pgsummary.tally[] := '{}';
begin
    if q.filtered then
        tallies := array(
            select row(of_time, t.value, null, a.at, sum(t.n))::pgsummary.tally
            from (
                select r.*, d.first_date, d.cut, d.last_date
                from unnest(q.day_from, q.day_to) as e (lo, hi)
                cross join lateral pgsummary.days_of_segment(q, e.lo, e.hi) r
                cross join lateral pgsummary.day_cut(r.day, q.zone) d
                where r.day < facts_from or r.day >= facts_to
                offset 0
            ) c
            cross join lateral (
                select u.value / 4 as quarter, pgsummary.unpacked(pgsummary.measure('status'), u.value) as value, u.n
                from pgsummary.values_of(c.measures, c.vals, c.counts, of_time) u
            ) t
            cross join lateral (
                select case
                    when q.by_hour then pgsummary.time_cell(
                        q, (c.day::timestamp + t.quarter * interval '15 minutes') at time zone 'UTC'
                    )
                    when t.quarter < c.cut then c.first_date
                    else c.last_date
                end as at
            ) a
            group by t.value, a.at
        ) || array(
            select row(of_time, g.status, null, c.cells[g.place], sum(g.n))::pgsummary.tally
            from (
                select r.vals, r.counts, p.starts, p.cells
                from pgsummary.rollup_segment_month r
                cross join lateral (
                    -- The value of time with which each date or hour begins.
                    select array_agg(s.start order by s.start) as starts, array_agg(s.cell order by s.start) as cells
                    from (
                        select 384 * d.n + x.start as start, case
                            when r.month + d.n < facts_from or r.month + d.n >= facts_to then x.cell::timestamp
                        end as cell
                        from generate_series(0, 30) as d (n)
                        cross join lateral pgsummary.day_cut(r.month + d.n, q.zone) k
                        cross join lateral (
                            values (0, k.first_date), (nullif(4 * k.cut, 384), k.last_date)
                        ) as x (start, cell)
                        where not q.by_hour and x.start is not null
                        union all
                        select 4 * h.n, case
                            when r.month + h.n / 96 < facts_from or r.month + h.n / 96 >= facts_to
                                then pgsummary.time_cell(
                                    q, (r.month::timestamp + h.n * interval '15 minutes') at time zone 'UTC'
                                )
                        end
                        from generate_series(0, 2975) as h (n)
                        where q.by_hour
                    ) s
                ) p
                where r.app = q.app and r.segment = q.segment and r.is_time and r.month >= q.month_from
                    and r.month < q.month_to
                offset 0
            ) c
            cross join lateral (
                select width_bucket(u.value, c.starts) as place,
                    pgsummary.unpacked(pgsummary.measure('status'), u.value) as status, sum(u.n) as n
                from unnest(c.vals, c.counts) as u (value, n)
                group by 1, 2
            ) g
            where c.cells[g.place] is not null
            group by g.status, c.cells[g.place]
        );
    elsif q.by_hour then
        tallies := array(
            select row(of_time, s.status, null, a.at, sum(s.n))::pgsummary.tally
            from pgsummary.rollup_time r
            cross join generate_series(0, 95) as c (quarter)
            cross join lateral (
                select x.status, r.running[4 * c.quarter + x.status + 5] - r.running[4 * c.quarter + x.status + 1] as n
                from generate_series(0, 3) as x (status)
            ) s
            cross join lateral (
                select pgsummary.time_cell(
                    q, (r.day::timestamp + c.quarter * interval '15 minutes') at time zone 'UTC'
                ) as at
            ) a
            where r.app = q.app and r.day >= q.first_day and r.day < q.end_day and s.n <> 0
                and (r.day < facts_from or r.day >= facts_to)
            group by s.status, a.at
        );
    else
        tallies := array(
            select row(
                of_time, s.status, null, p.date, sum(r.running[p.hi + s.status] - r.running[p.lo + s.status])
            )::pgsummary.tally
            from (
                select x.running, d.first_date, d.cut, d.last_date
                from pgsummary.rollup_time x
                cross join lateral pgsummary.day_cut(x.day, q.zone) d
                where x.app = q.app and x.day >= q.first_day and x.day < q.end_day
                    and (x.day < facts_from or x.day >= facts_to)
                offset 0
            ) r
            cross join lateral (
                values (r.first_date, 1, 4 * r.cut + 1), (r.last_date, 4 * r.cut + 1, 385)
            ) as p (date, lo, hi)
            cross join generate_series(0, 3) as s (status)
            where p.lo < p.hi
            group by p.date, s.status
        );
    end if;
    if q.quarter_from is not null then
        tallies := tallies || array(
            select row(of_time, x.status, null, pgsummary.time_cell(q, x.bucket), x.n)::pgsummary.tally
            from (
                select b.bucket, u.value as status, sum(u.n) as n
                from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
                cross join lateral (
                    select r.*
                    from pgsummary.rollup_quarter_hour r
                    where r.app = q.app and r.kind = 'c' and r.bucket >= e.lo and r.bucket < e.hi
                        and (q.is_utc or r.bucket >= since)
                    offset 0
                ) b
                cross join lateral unnest(b.measures, b.vals, b.counts) as u (measure, value, n)
                where u.measure = pgsummary.measure('status')
                group by 1, 2
            ) x
        );
    end if;
    -- Of a timed question loose.
    if not q.timed and not q.is_utc and q.lower_bound < since then
        tallies := tallies || array(
            select row(of_time, x.status, null, pgsummary.time_cell(q, x.second), x.n)::pgsummary.tally
            from (
                select date_trunc('second', f.created_at) as second, f.status, count(*) as n
                from pgsummary.conference_fact f
                where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < least(q.upper_bound, since)
                    and (not q.filtered or pgsummary.any_selected(f.profiles, q.mask))
                group by 1, 2
            ) x
        );
    end if;
    return tallies;
end
$count_times$;

comment on function pgsummary.count_times(pgsummary.question) is
'tallies of the measure time for the days and quarters of a question, and for all of its time before '
'whole_quarters_since that is not archived where its zone is not UTC';
