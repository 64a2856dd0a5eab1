-- Stage 52, count: what the rollups hold of kind q, for all kinds of rows in one read. The functions that count a kind
-- add the loose facts, the moved parts and the log. OFFSET 0 makes each stretch use the index, even if an earlier plan
-- assumed another size of the table.
create or replace function pgsummary.rolled_quality(q pgsummary.question)
returns pgsummary.histogram []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $rolled_quality$
declare
    wanted constant "char"[] := array[
        pgsummary.measure('seconds'), pgsummary.measure('session'), pgsummary.measure('relayed'),
        pgsummary.measure('setup_bin')
    ];
    histograms pgsummary.histogram[];
begin
    -- Statements of their own, so that a session plans only those that it needs.
    if q.filtered and q.timed then
        return array(
            select row(
                pgsummary.time_cell(q, pgsummary.noon(r.day)), 1, array_agg(w.measure),
                array_agg(pgsummary.unpacked(w.measure, u.value)), array_agg(u.n)
            )::pgsummary.histogram
            from pgsummary.days_of_segment(q, q.first_day, q.end_day) r
            cross join (select m.measure, pgsummary.packed_in(m.measure) as kept from unnest(wanted) as m (measure)) w
            cross join lateral pgsummary.values_of(r.measures, r.vals, r.counts, w.kept) u
            group by r.day
        );
    elsif q.filtered then
        return array(
            select row(null, 1, array_agg(u.measure), array_agg(u.value), array_agg(u.n::integer))::pgsummary.histogram
            from unnest(pgsummary.rolled_up(q, '{}', wanted)) u
        );
    elsif q.timed then
        histograms := array(
            select row(pgsummary.time_cell(q, pgsummary.noon(d.day)), 1, d.measures, d.vals, d.counts)::pgsummary.histogram
            from pgsummary.rollup_day d
            where d.app = q.app and d.segment = 0 and d.kind = 'q' and d.day >= q.first_day and d.day < q.end_day
        );
    else
        histograms := array(
            select row(null, 1, m.measures, m.vals, m.counts)::pgsummary.histogram
            from pgsummary.rollup_month m
            where m.app = q.app and m.kind = 'q' and m.month >= q.month_from and m.month < q.month_to
            union all
            select row(null, 1, d.measures, d.vals, d.counts)::pgsummary.histogram
            from unnest(q.day_from, q.day_to) as e (lo, hi)
            cross join lateral (
                select r.*
                from pgsummary.rollup_day r
                where r.app = q.app and r.segment = 0 and r.kind = 'q' and r.day >= e.lo and r.day < e.hi
                offset 0
            ) d
        );
    end if;
    if q.quarter_from is not null then
        histograms := histograms || array(
            select row(
                case when q.timed then pgsummary.time_cell(q, b.bucket) end, 1, b.measures, b.vals, b.counts
            )::pgsummary.histogram
            from (
                -- The quarters before the first whole two hours, these, and the quarters after them; where the local date
                -- changes within two hours, their quarters. By the hour, when a stretch may be all of history, quarters
                -- alone.
                select p.kind, p.lo, p.hi
                from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
                cross join lateral (
                    select
                        case
                            when q.by_hour then e.hi else pgsummary.two_hours_of(e.lo + interval '105 minutes')
                        end as whole_from,
                        case when q.by_hour then e.hi else pgsummary.two_hours_of(e.hi) end as whole_to
                    offset 0
                ) w
                cross join lateral (
                    select 'q'::"char" as kind, e.lo, least(e.hi, w.whole_from) as hi
                    union all
                    select
                        case
                            when q.timed
                                and pgsummary.time_cell(q, h.start)
                                    <> pgsummary.time_cell(q, h.start + interval '105 minutes')
                                then 'q'
                            else 't'
                        end::"char",
                        h.start, h.start + interval '2 hours'
                    from generate_series(w.whole_from, w.whole_to - interval '1 minute', interval '2 hours') as h (start)
                    union all
                    select 'q', greatest(w.whole_from, w.whole_to), e.hi
                ) p
                where p.lo < p.hi
                offset 0
            ) t
            cross join lateral (
                select r.*
                from pgsummary.rollup_quarter_hour r
                where r.app = q.app and r.kind = t.kind and r.bucket >= t.lo and r.bucket < t.hi
                offset 0
            ) b
        );
    end if;
    if q.moved_quarter_from is not null then
        histograms := histograms || array(
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
        );
    end if;
    return histograms;
end
$rolled_quality$;

comment on function pgsummary.rolled_quality(pgsummary.question) is
'seconds, session, relayed and setup_bin in the months, days and quarters of a question; of a timed one by date or '
'hour (see time_cell)';
