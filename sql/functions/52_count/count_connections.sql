-- Stage 52, count: connections by any measures, in one pass (see count_conferences).
create or replace function pgsummary.count_connections(q pgsummary.question, wanted "char" [])
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_connections$
declare
    of_relayed constant "char" := pgsummary.measure('relayed');
    of_range constant "char" := pgsummary.measure('setup_range');
    by_relayed constant boolean := of_relayed = any (wanted);
    by_range constant boolean := of_range = any (wanted);
    changed constant uuid[] := pgsummary.changed_connections();
begin
    return array(
        select row(u.measure, u.value, null, null, sum(u.n))::pgsummary.tally
        from pgsummary.rolled_up(q, '{n}', wanted) u
        group by u.measure, u.value
    ) || array(
        select row(m.measure, m.value, null, null, sum(g.n))::pgsummary.tally
        from (
            select c.relayed, c.setup_range, sum(c.n) as n
            from (
                select f.n, case when by_relayed then f.relayed end as relayed,
                    case when by_range then f.setup_range end as setup_range
                from pgsummary.loose_connections(q, changed) f
                union all
                select 1, case when by_relayed then l.relayed end, case when by_range then l.setup_range end
                from pgsummary.read_connections(changed) l
                where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
                    and (not q.filtered or pgsummary.profile_passes(q, l.profile))
            ) c
            group by c.relayed, c.setup_range
        ) g
        cross join lateral (values (of_relayed, g.relayed), (of_range, g.setup_range)) as m (measure, value)
        where m.value is not null
        group by m.measure, m.value
    );
end
$count_connections$;

comment on function pgsummary.count_connections(pgsummary.question, "char" []) is
'connections of a question by any of relayed (1 or 0) and setup_range';
