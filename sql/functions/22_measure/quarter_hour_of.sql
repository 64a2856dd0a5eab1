-- Stage 22, measure: the start of the 15 minutes of UTC that an instant falls in. Inlined, hence no SET.
create or replace function pgsummary.quarter_hour_of(instant timestamptz)
returns timestamptz
language sql
stable
parallel safe
as $quarter_hour_of$
select case
    -- Seconds as float8 are exact to the microsecond only for some centuries.
    when instant between '1800-01-01 00:00:00+00' and '2200-01-01 00:00:00+00'
        then pg_catalog.to_timestamp(pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 900) * 900)
    else (
        pg_catalog.date_trunc('hour', instant at time zone 'UTC')
        + pg_catalog.make_interval(mins => extract(minute from instant at time zone 'UTC')::integer / 15 * 15)
    ) at time zone 'UTC'
end
$quarter_hour_of$;

comment on function pgsummary.quarter_hour_of(timestamptz) is 'start of the 15 minutes of UTC that an instant falls in';
