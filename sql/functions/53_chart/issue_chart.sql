-- Stage 53, chart: tallies of issues and of conferences as the rows of issue_summary. Inlined, hence no SET.
create or replace function pgsummary.issue_chart(tallies pgsummary.tally [])
returns table (code text, title text, count bigint, conferences bigint)
language sql
stable
parallel safe
as $issue_chart$
select c.code, pgsummary.issue_title(c.code), c.issues::bigint, c.conferences::bigint
from (
    select
        coalesce(t.name, (select x.value from pgsummary.term x where x.id = t.value)) as code,
        coalesce(pg_catalog.sum(t.n) filter (where t.measure = pgsummary.measure('issue_code')), 0) as issues,
        coalesce(pg_catalog.sum(t.n) filter (where t.measure = pgsummary.measure('conference_code')), 0) as conferences
    from unnest(tallies) t
    where t.measure in (pgsummary.measure('issue_code'), pgsummary.measure('conference_code'))
    group by 1
) c
where c.issues > 0
order by c.issues desc, c.code collate "C"
$issue_chart$;

comment on function pgsummary.issue_chart(pgsummary.tally []) is 'rows of issue_summary';
