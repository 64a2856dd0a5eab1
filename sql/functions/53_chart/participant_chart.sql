-- Stage 53, chart: tallies as the rows of conference_participant_count_summary. Inlined, hence no SET.
create or replace function pgsummary.participant_chart(tallies pgsummary.tally [])
returns table (participants integer, conferences bigint)
language sql
stable
parallel safe
as $participant_chart$
select t.value, pg_catalog.sum(t.n)::bigint
from unnest(tallies) t
where t.measure = pgsummary.measure('participants')
group by t.value
having pg_catalog.sum(t.n) > 0
order by t.value
$participant_chart$;

comment on function pgsummary.participant_chart(pgsummary.tally []) is 'rows of conference_participant_count_summary';
