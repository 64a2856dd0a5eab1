-- Stage 22, measure: the range a duration falls in. Inlined, hence no SET.
create or replace function pgsummary.duration_range(seconds integer)
returns integer
language sql
immutable
parallel safe
as $duration_range$
select nullif(pg_catalog.width_bucket(
    seconds, '{0,60,180,300,600,900,1200,1500,1800,2400,3000,3600}'::integer []
), 0)
$duration_range$;

comment on function pgsummary.duration_range(integer) is 'id in duration_ranges of a duration in seconds';
