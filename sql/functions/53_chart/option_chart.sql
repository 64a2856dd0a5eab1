-- Stage 53, chart: tallies as the rows of conference_filter_options. Inlined, hence no SET.
create or replace function pgsummary.option_chart(tallies pgsummary.tally [])
returns table (dimension text, value text, sessions bigint)
language sql
stable
parallel safe
as $option_chart$
select c.dimension, c.value, c.n::bigint
from (
    select
        d.place, d.dimension,
        coalesce(t.name, (select x.value from pgsummary.term x where x.id = t.value), 'Unknown') as value,
        pg_catalog.sum(t.n) as n
    from (values (1, 'browser'), (2, 'os'), (3, 'country'), (4, 'app_version')) as d (place, dimension)
    join unnest(tallies) t on t.measure = pgsummary.measure(d.dimension)
    group by 1, 2, 3
    having pg_catalog.sum(t.n) > 0
) c
order by c.place, c.n desc, c.value collate "C"
$option_chart$;

comment on function pgsummary.option_chart(pgsummary.tally []) is 'rows of conference_filter_options';
