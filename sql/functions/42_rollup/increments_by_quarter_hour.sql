-- Stage 42, rollup: increments summed by the quarters of an hour, and some by two hours. Inlined, hence no SET.
create or replace function pgsummary.increments_by_quarter_hour(increments pgsummary.increment [])
returns table (app integer, kind "char", bucket timestamptz, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_quarter_hour$
with by_quarter_hour as materialized (
    select i.app, m.kind, i.bucket, m.measure, m.value, pg_catalog.sum(i.n)::integer as n
    from unnest(increments) i
    cross join lateral pgsummary.spread_measure(i.kind, i.measure, i.value, i.profiles) m
    group by 1, 2, 3, 4, 5
    having pg_catalog.sum(i.n) <> 0
)
select q.app, q.kind, q.bucket, q.measure, q.value, q.n from by_quarter_hour q
union all
select q.app, 't'::"char", pgsummary.two_hours_of(q.bucket), q.measure, q.value, pg_catalog.sum(q.n)::integer
from by_quarter_hour q
where q.kind = 'q'
group by 1, 2, 3, 4, 5
having pg_catalog.sum(q.n) <> 0
$increments_by_quarter_hour$;

comment on function pgsummary.increments_by_quarter_hour(pgsummary.increment []) is
'increments as rollup_quarter_hour counts them';
