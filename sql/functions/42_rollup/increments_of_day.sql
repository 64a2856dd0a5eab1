-- Stage 42, rollup: what the rollups of a day should contain.
create or replace function pgsummary.increments_of_day(app integer, day date)
returns pgsummary.increment []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $increments_of_day$
with bound as (
    select
        increments_of_day.app,
        increments_of_day.day::timestamp at time zone 'UTC' as lo,
        (increments_of_day.day + 1)::timestamp at time zone 'UTC' as hi
)
select pgsummary.increments_between('{}', array(
    select f from pgsummary.conference_fact f, bound b where f.app = b.app and f.created_at >= b.lo and f.created_at < b.hi
))
|| pgsummary.increments_between('{}', array(
    select f from pgsummary.session_fact f, bound b where f.app = b.app and f.created_at >= b.lo and f.created_at < b.hi
))
|| pgsummary.increments_between('{}', array(
    select f from pgsummary.connection_fact f, bound b where f.app = b.app and f.created_at >= b.lo and f.created_at < b.hi
))
|| pgsummary.increments_between('{}', array(
    select f from pgsummary.issue_fact f, bound b where f.app = b.app and f.created_at >= b.lo and f.created_at < b.hi
))
$increments_of_day$;

comment on function pgsummary.increments_of_day(integer, date) is
'the increments of the facts of an app and a UTC day';
