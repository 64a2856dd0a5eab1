-- Stage 53, chart: tallies as the rows of conference_duration_summary. Inlined, hence no SET.
create or replace function pgsummary.duration_chart(tallies pgsummary.tally [])
returns table (range text, min_sec integer, max_sec integer, count bigint)
language sql
stable
parallel safe
as $duration_chart$
select r.range, r.min_sec, r.max_sec, coalesce(pg_catalog.sum(t.n), 0)::bigint
from pgsummary.duration_ranges() r
left join unnest(tallies) t on t.measure = pgsummary.measure('duration_range') and t.value = r.id
group by r.id, r.range, r.min_sec, r.max_sec
order by r.id
$duration_chart$;

comment on function pgsummary.duration_chart(pgsummary.tally []) is 'rows of conference_duration_summary';
