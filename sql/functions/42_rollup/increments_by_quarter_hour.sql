-- Stage 42, rollup: increments summed by the quarters of an hour, and some by two hours. Inlined, hence no SET.
create or replace function pgsummary.increments_by_quarter_hour(increments pgsummary.increment [])
returns table (app integer, kind "char", bucket timestamptz, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_quarter_hour$
select i.app, b.kind, b.bucket, m.measure, m.value, pg_catalog.sum(i.n)::integer
from unnest(increments) i
cross join lateral pgsummary.spread_measure(i.kind, i.measure, i.value, i.profiles) m
cross join lateral (
    -- Not VALUES, because PostgreSQL prepares its expressions row by row.
    select
        pg_catalog.unnest(array[m.kind, case when m.kind = 'q' then 't'::"char" end]) as kind,
        pg_catalog.unnest(array[i.bucket, pgsummary.two_hours_of(i.bucket)]) as bucket
) b
where b.kind is not null
group by 1, 2, 3, 4, 5
having pg_catalog.sum(i.n) <> 0
$increments_by_quarter_hour$;

comment on function pgsummary.increments_by_quarter_hour(pgsummary.increment []) is
'increments as rollup_quarter_hour counts them';
