-- Stage 52, count: what the rollups hold for a timed question (see question), in one read for all kinds of rows. The
-- functions that count a kind add the loose facts, the moved parts and the log. OFFSET 0 makes each stretch use the
-- index, even if an earlier plan assumed another size of the table.
create or replace function pgsummary.count_by_time(q pgsummary.question)
returns pgsummary.tally []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_by_time$
select array(
    select row(u.measure, u.value, null, x.at, sum(u.n))::pgsummary.tally
    from (
        select d.measures, d.vals, d.counts, pgsummary.time_cell(q, pgsummary.noon(d.day)) as at
        from pgsummary.rollup_day d
        where not q.filtered and d.app = q.app and d.segment = 0 and d.kind = 'q'
            and d.day >= q.first_day and d.day < q.end_day
        union all
        select b.measures, b.vals, b.counts, pgsummary.time_cell(q, b.bucket)
        from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
        cross join lateral (
            select r.*
            from pgsummary.rollup_quarter_hour r
            where r.app = q.app and r.kind = 'q' and r.bucket >= e.lo and r.bucket < e.hi
            offset 0
        ) b
    ) x
    cross join lateral unnest(x.measures, x.vals, x.counts) as u (measure, value, n)
    group by u.measure, u.value, x.at
    union all
    select row(s.measure, s.value, null, m.at, s.n * m.sign)::pgsummary.tally
    from (
        select e.lo, u.measure, u.value, sum(u.n) as n
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
        cross join lateral unnest(b.measures, b.vals, b.counts) as u (measure, value, n)
        group by e.lo, u.measure, u.value
    ) s
    cross join lateral pgsummary.moves(q, s.lo) m
    union all
    select row(
        w.measure, pgsummary.unpacked(w.measure, u.value), null, pgsummary.time_cell(q, pgsummary.noon(r.day)), u.n
    )::pgsummary.tally
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
)
$count_by_time$;

comment on function pgsummary.count_by_time(pgsummary.question) is
'tallies of seconds, session, relayed and setup_bin in the days and quarters of a timed question';
