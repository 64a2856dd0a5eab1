-- Stage 52, count: what the rollups hold for a timed question (see question), in one read for all kinds of rows. The
-- functions that count a kind add the loose facts, the moved parts and the log. OFFSET 0 makes each stretch use the
-- index, even if an earlier plan assumed another size of the table.
create or replace function pgsummary.count_by_time(q pgsummary.question)
returns pgsummary.histogram []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_by_time$
select array(
    select row(pgsummary.time_cell(q, pgsummary.noon(d.day)), 1, d.measures, d.vals, d.counts)::pgsummary.histogram
    from pgsummary.rollup_day d
    where not q.filtered and d.app = q.app and d.segment = 0 and d.kind = 'q'
        and d.day >= q.first_day and d.day < q.end_day
    union all
    select row(pgsummary.time_cell(q, b.bucket), 1, b.measures, b.vals, b.counts)::pgsummary.histogram
    from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
    cross join lateral (
        select r.*
        from pgsummary.rollup_quarter_hour r
        where r.app = q.app and r.kind = 'q' and r.bucket >= e.lo and r.bucket < e.hi
        offset 0
    ) b
    union all
    select row(m.at, m.sign, s.measures, s.vals, s.counts)::pgsummary.histogram
    from (
        select u.lo, array_agg(u.measure) as measures, array_agg(u.value) as vals, array_agg(u.n) as counts
        from (
            select e.lo, c.measure, c.value, sum(c.n)::integer as n
            from (
                -- A stretch begins or ends with its day.
                select t.lo, t.hi, pgsummary.two_hours_of(t.lo + interval '105 minutes') as whole_from,
                    pgsummary.two_hours_of(t.hi) as whole_to
                from unnest(q.moved_quarter_from, q.moved_quarter_to) as t (lo, hi)
                offset 0
            ) e
            cross join lateral (
                select r.*
                from pgsummary.rollup_quarter_hour r
                where r.app = q.app and r.kind = 't' and r.bucket >= e.whole_from and r.bucket < e.whole_to
                union all
                select r.*
                from pgsummary.rollup_quarter_hour r
                where r.app = q.app and r.kind = 'q'
                    and r.bucket >= case when e.lo = e.whole_from then e.whole_to else e.lo end
                    and r.bucket < case when e.lo = e.whole_from then e.hi else e.whole_from end
                offset 0
            ) b
            cross join lateral unnest(b.measures, b.vals, b.counts) as c (measure, value, n)
            group by e.lo, c.measure, c.value
        ) u
        group by u.lo
    ) s
    cross join lateral pgsummary.moves(q, s.lo) m
    union all
    select row(
        pgsummary.time_cell(q, pgsummary.noon(r.day)), 1, array_agg(w.measure),
        array_agg(pgsummary.unpacked(w.measure, u.value)), array_agg(u.n)
    )::pgsummary.histogram
    from pgsummary.rollup_segment r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    join (
        select m.measure, pgsummary.packed_in(m.measure) as kept
        from unnest(array[
            pgsummary.measure('seconds'), pgsummary.measure('session'), pgsummary.measure('relayed'),
            pgsummary.measure('setup_bin')
        ]) as m (measure)
    ) w on w.kept = u.measure
    where q.filtered and r.app = q.app and r.segment = q.segment and r.day >= q.first_day and r.day < q.end_day
    group by r.day
)
$count_by_time$;

comment on function pgsummary.count_by_time(pgsummary.question) is
'seconds, session, relayed and setup_bin by date or hour (see time_cell) in the days and quarters of a timed question';
