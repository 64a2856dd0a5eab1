-- Stage 53, chart: tallies as the rows of session_summary. Inlined, hence no SET.
create or replace function pgsummary.session_chart(tallies pgsummary.tally [], group_by text)
returns table (name text, count bigint)
language sql
stable
parallel safe
as $session_chart$
select c.name, c.n::bigint
from (
    select
        coalesce(t.name, (select x.value from pgsummary.term x where x.id = t.value), 'Unknown') as name,
        pg_catalog.sum(t.n) as n
    from unnest(tallies) t
    -- Browsers and systems of sessions with a platform, countries of sessions with a code.
    where t.measure = pgsummary.measure(session_chart.group_by)
        and coalesce(t.value, 1) > case when session_chart.group_by = 'country' then 0 else -1 end
    group by 1
    having pg_catalog.sum(t.n) > 0
) c
order by c.n desc, c.name collate "C"
$session_chart$;

comment on function pgsummary.session_chart(pgsummary.tally [], text) is 'rows of session_summary';
