-- Stage 53, chart: tallies as the rows of connection_setup_time_summary. Inlined, hence no SET.
create or replace function pgsummary.setup_chart(tallies pgsummary.tally [])
returns table (range text, min_ms integer, max_ms integer, count bigint)
language sql
stable
parallel safe
as $setup_chart$
select r.range, r.min_ms, r.max_ms, coalesce(t.n, 0)::bigint
from pgsummary.setup_ranges() r
left join (
    select pgsummary.setup_range_of(u.value) as id, pg_catalog.sum(u.n) as n
    from unnest(tallies) u
    where u.measure = pgsummary.measure('setup_bin')
    group by 1
) t on t.id = r.id
order by r.id
$setup_chart$;

comment on function pgsummary.setup_chart(pgsummary.tally []) is 'rows of connection_setup_time_summary';
