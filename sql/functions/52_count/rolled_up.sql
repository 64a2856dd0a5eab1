-- Stage 52, count: the sums of whole months, days and quarters. OFFSET 0 makes each stretch use the index, even if an
-- earlier plan assumed another size of the table.
create or replace function pgsummary.rolled_up(q pgsummary.question, kinds "char" [], measures "char" [])
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $rolled_up$
begin
    if measures = '{}' then
        return '{}';
    end if;
    -- Statements of their own, so that a session plans only the one that it needs.
    if not q.filtered then
        return array(
            select row(u.measure, u.value, null, null, sum(u.n))::pgsummary.tally
            from (
                select m.measures, m.vals, m.counts
                from pgsummary.rollup_month m
                where m.app = q.app and m.kind = any (rolled_up.kinds) and m.month >= q.month_from and m.month < q.month_to
                union all
                select r.measures, r.vals, r.counts
                from unnest(q.day_from, q.day_to) as e (lo, hi)
                cross join lateral (
                    select d.measures, d.vals, d.counts
                    from pgsummary.rollup_day d
                    where d.app = q.app and d.segment = 0 and d.kind = any (rolled_up.kinds)
                        and d.day >= e.lo and d.day < e.hi
                    offset 0
                ) r
                union all
                select r.measures, r.vals, r.counts
                from unnest(q.quarter_from, q.quarter_to) as e (lo, hi)
                cross join lateral (
                    select b.measures, b.vals, b.counts
                    from pgsummary.rollup_quarter_hour b
                    where b.app = q.app and b.kind = any (rolled_up.kinds) and b.bucket >= e.lo and b.bucket < e.hi
                    offset 0
                ) r
            ) x
            cross join lateral unnest(x.measures, x.vals, x.counts) as u (measure, value, n)
            where u.measure = any (rolled_up.measures)
            group by u.measure, u.value
        );
    end if;
    return array(
        select row(m.measure, s.value, null, null, sum(u.n))::pgsummary.tally
        from (
            -- || decompresses a row once, as in days_of_segment.
            select r.measures || '{}' as measures, r.vals || '{}' as vals, r.counts || '{}' as counts
            from pgsummary.rollup_segment_month r
            where r.app = q.app and r.segment = q.segment and r.month >= q.month_from and r.month < q.month_to
                and (not r.is_time or pgsummary.measure('status') = any (rolled_up.measures))
            union all
            select d.measures, d.vals, d.counts
            from unnest(q.day_from, q.day_to) as e (lo, hi)
            cross join lateral pgsummary.days_of_segment(q, e.lo, e.hi) d
        ) x
        cross join (
            select w.measure, pgsummary.packed_in(w.measure) as kept
            from unnest(rolled_up.measures) as w (measure)
        ) m
        cross join lateral pgsummary.values_of(x.measures, x.vals, x.counts, m.kept) u
        cross join lateral (select pgsummary.unpacked(m.measure, u.value) as value) s
        group by m.measure, s.value
    );
end
$rolled_up$;

comment on function pgsummary.rolled_up(pgsummary.question, "char" [], "char" []) is
'tallies of measures in the months, days and quarters of a question; kinds (see rollup_day): those that hold them, of '
'which segments know nothing';
