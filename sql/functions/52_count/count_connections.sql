-- Stage 52, count: connections by any measures, in one pass (see count_conferences).
create or replace function pgsummary.count_connections(
    q pgsummary.question,
    wanted "char" [],
    rolled pgsummary.histogram [] default null
)
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_connections$
declare
    of_relayed constant "char" := pgsummary.measure('relayed');
    of_bin constant "char" := pgsummary.measure('setup_bin');
    by_relayed constant boolean := of_relayed = any (wanted);
    by_bin constant boolean := of_bin = any (wanted);
    changed constant uuid[] := pgsummary.changed_connections();
    moved pgsummary.question := q;
    tallies pgsummary.tally[] := pgsummary.tallies_of(rolled, wanted);
begin
    if q.moved_fact_from is not null then
        moved.fact_from := q.moved_fact_from;
        moved.fact_to := q.moved_fact_to;
        tallies := tallies || array(
            select row(v.measure, v.value, null, m.at, sum(c.n) * m.sign)::pgsummary.tally
            from (
                select width_bucket(f.created_at, q.moved_fact_from) as place, f.relayed, f.setup_bin, sum(f.n) as n
                from pgsummary.loose_connections(moved, '{}') f
                group by 1, 2, 3
            ) c
            cross join lateral (values (of_relayed, c.relayed), (of_bin, c.setup_bin)) as v (measure, value)
            cross join lateral pgsummary.moves(q, q.moved_fact_from[c.place]) m
            where v.value is not null and v.measure = any (wanted)
            group by v.measure, v.value, m.at, m.sign
        );
    end if;
    return tallies || array(
        select row(m.measure, m.value, null, g.at, sum(g.n))::pgsummary.tally
        from (
            select c.relayed, c.setup_bin, pgsummary.time_cell(q, c.instant) as at, sum(c.n) as n
            from (
                select f.n, case when by_relayed then f.relayed end as relayed,
                    case when by_bin then f.setup_bin end as setup_bin,
                    case when q.timed then pgsummary.time_group(q, f.created_at) end as instant
                from pgsummary.loose_connections(q, changed) f
                union all
                select 1, case when by_relayed then l.relayed end, case when by_bin then l.setup_bin end,
                    case when q.timed then pgsummary.time_group(q, l.created_at) end
                from pgsummary.read_connections(changed) l
                where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
                    and (not q.filtered or pgsummary.profile_passes(q, l.profile))
            ) c
            group by 1, 2, 3
        ) g
        cross join lateral (values (of_relayed, g.relayed), (of_bin, g.setup_bin)) as m (measure, value)
        where m.value is not null
        group by m.measure, m.value, g.at
    );
end
$count_connections$;

comment on function pgsummary.count_connections(pgsummary.question, "char" [], pgsummary.histogram []) is
'connections of a question by any of relayed (1 or 0) and setup_bin, with those that rollups hold, if given (see '
'rolled_quality); in a timed question by time';
