-- Stage 42, rollup: increments of statuses as rollup_time counts them. Inlined, hence no SET.
create or replace function pgsummary.increments_by_time(increments pgsummary.increment [])
returns table (app integer, day date, running integer [])
language sql
stable
parallel safe
as $increments_by_time$
select d.app, d.day, pgsummary.running_counts(d.vals, d.counts)
from (
    select i.app, (i.bucket at time zone 'UTC')::date as day,
        pg_catalog.array_agg(pgsummary.packed_time(i.bucket, i.value)) as vals, pg_catalog.array_agg(i.n) as counts
    from unnest(increments) i
    where i.measure = pgsummary.measure('status')
    group by 1, 2
) d
$increments_by_time$;

comment on function pgsummary.increments_by_time(pgsummary.increment []) is
'increments as rollup_time counts them; all zero if they sum to zero';
