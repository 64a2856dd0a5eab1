-- Stage 20, read: the range a set-up time falls in. Inlined, hence no SET.
create or replace function pgsummary.setup_range(ms float8)
returns smallint
language sql
immutable
parallel safe
as $setup_range$
select nullif(pg_catalog.width_bucket(
    ms, '{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}'::float8 []
), 0)::smallint
$setup_range$;

comment on function pgsummary.setup_range(float8) is 'id in setup_ranges of a set-up time in ms';
