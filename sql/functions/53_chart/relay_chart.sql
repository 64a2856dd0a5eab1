-- Stage 53, chart: tallies as the rows of connection_summary. Inlined, hence no SET.
create or replace function pgsummary.relay_chart(tallies pgsummary.tally [])
returns table (name text, count bigint)
language sql
stable
parallel safe
as $relay_chart$
select r.name, coalesce(pg_catalog.sum(t.n), 0)::bigint
from (values (0, 'Direct'), (1, 'Relayed')) as r (relayed, name)
left join unnest(tallies) t on t.measure = pgsummary.measure('relayed') and t.value = r.relayed
group by r.relayed, r.name
order by r.relayed
$relay_chart$;

comment on function pgsummary.relay_chart(pgsummary.tally []) is 'rows of connection_summary';
