-- Stage 40, refresh: what the rollups of a day ought to sum up.
create or replace function pgsummary.increments_of_day(app integer, day date)
returns pgsummary.increment []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $increments_of_day$
with bound as (
    select
        increments_of_day.day::timestamp at time zone 'UTC' as lo,
        (increments_of_day.day + 1)::timestamp at time zone 'UTC' as hi
),
counted as (
    select pgsummary.quarter_of(f.created_at) as bucket, f.profiles, m.kind, m.measure, m.value
    from bound b
    join pgsummary.conference_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.measures(row(f.*)::pgsummary.conference_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.session_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.measures(row(f.*)::pgsummary.session_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.connection_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.measures(row(f.*)::pgsummary.connection_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.issue_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.measures(row(f.*)::pgsummary.issue_fact) m
)
select array_agg(row(increments_of_day.app, c.kind, c.bucket, c.profiles, c.measure, c.value, c.n)::pgsummary.increment)
from (
    select x.kind, x.bucket, x.profiles, x.measure, x.value, count(*)::integer as n
    from counted x
    group by 1, 2, 3, 4, 5
) c
$increments_of_day$;

comment on function pgsummary.increments_of_day(integer, date) is
'the increments that the facts of an app and a UTC day come to';
