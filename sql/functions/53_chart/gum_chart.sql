-- Stage 53, chart: tallies as the rows of issue_gum_summary. Inlined, hence no SET.
create or replace function pgsummary.gum_chart(tallies pgsummary.tally [])
returns table (name text, message text, count bigint)
language sql
stable
parallel safe
as $gum_chart$
select
    c.name,
    coalesce(
        (pg_catalog.array_agg(c.message order by c.n desc, c.message collate "C") filter (where c.message <> ''))[1], ''
    ),
    pg_catalog.sum(c.n)::bigint
from (
    select coalesce(x.parts[1], 'Unknown') as name, coalesce(x.parts[2], '') as message, pg_catalog.sum(x.n) as n
    from (
        select coalesce(t.name, (select g.key from pgsummary.gum_error g where g.id = t.value))::text [] as parts, t.n
        from unnest(tallies) t
        where t.measure = pgsummary.measure('gum_error')
    ) x
    group by 1, 2
    having pg_catalog.sum(x.n) > 0
) c
group by c.name
order by 3 desc, c.name collate "C"
$gum_chart$;

comment on function pgsummary.gum_chart(pgsummary.tally []) is 'rows of issue_gum_summary';
