-- Stage 53, chart: tallies as the rows of connection_setup_time_summary. Inlined, hence no SET.
create or replace function pgsummary.setup_chart(tallies pgsummary.tally [])
returns table (range text, min_ms integer, max_ms integer, count bigint)
language sql
stable
parallel safe
as $setup_chart$
select r.range, r.min_ms, r.max_ms, coalesce(pg_catalog.sum(t.n), 0)::bigint
from pgsummary.setup_ranges() r
left join unnest(tallies) t on t.measure = pgsummary.measure('setup_range') and t.value = r.id
group by r.id, r.range, r.min_ms, r.max_ms
order by r.id
$setup_chart$;

comment on function pgsummary.setup_chart(pgsummary.tally []) is 'rows of connection_setup_time_summary';
