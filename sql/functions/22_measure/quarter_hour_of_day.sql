-- Stage 22, measure: which 15 minutes of its UTC day an instant falls in, from 0. Inlined, hence no SET.
create or replace function pgsummary.quarter_hour_of_day(instant timestamptz)
returns integer
language sql
stable
parallel safe
as $quarter_hour_of_day$
select (
    (pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 900)::bigint % 96 + 96) % 96
)::integer
$quarter_hour_of_day$;

comment on function pgsummary.quarter_hour_of_day(timestamptz) is
'which 15 minutes of its UTC day an instant falls in, 0 to 95';
