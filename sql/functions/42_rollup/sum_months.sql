-- Stage 42, rollup: makes the months of a range of days the sums of their days.
create or replace function pgsummary.sum_months(first_day date, end_day date)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $sum_months$
with summed as (
    select
        r.app, r.kind, date_trunc('month', r.day::timestamp)::date as month, u.measure, u.value,
        sum(u.n)::integer as n
    from pgsummary.rollup_day r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.segment = 0 and r.day >= date_trunc('month', first_day::timestamp)
        and r.day < date_trunc('month', (end_day - 1)::timestamp) + interval '1 month'
    group by 1, 2, 3, 4, 5
),
emptied as (
    delete from pgsummary.rollup_month m
    where m.month >= date_trunc('month', first_day::timestamp) and m.month < end_day
        and not exists (select from summed s where s.app = m.app and s.kind = m.kind and s.month = m.month)
)
insert into pgsummary.rollup_month (app, kind, month, measures, vals, counts)
select s.app, s.kind, s.month, array_agg(s.measure), array_agg(s.value), array_agg(s.n)
from summed s
group by 1, 2, 3
on conflict (app, kind, month) do update set
    measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;
$sum_months$;

comment on function pgsummary.sum_months(date, date) is
'makes rollup_month again for the months of the days from the first up to but without the last';
