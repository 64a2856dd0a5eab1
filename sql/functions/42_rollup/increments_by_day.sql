-- Stage 42, rollup: increments summed by days. Inlined, hence no SET.
create or replace function pgsummary.increments_by_day(increments pgsummary.increment [])
returns table (app integer, kind "char", day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_day$
select i.app, m.kind, (i.bucket at time zone 'UTC')::date, m.measure, m.value, pg_catalog.sum(i.n)::integer
from unnest(increments) i
cross join lateral pgsummary.spread_measure(i.kind, i.measure, i.value, i.profiles) m
group by 1, 2, 3, 4, 5
having pg_catalog.sum(i.n) <> 0
$increments_by_day$;

comment on function pgsummary.increments_by_day(pgsummary.increment []) is
'increments as rollup_day counts them';
