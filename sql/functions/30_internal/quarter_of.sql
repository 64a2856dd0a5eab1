-- Stage 30, internal: the start of the 15 minutes of UTC that an instant falls in. Inlined, hence no SET.
create or replace function pgsummary.quarter_of(instant timestamptz)
returns timestamptz
language sql
stable
parallel safe
as $quarter_of$
select pg_catalog.to_timestamp(pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 900) * 900)
$quarter_of$;

comment on function pgsummary.quarter_of(timestamptz) is 'start of the 15 minutes of UTC that an instant falls in';
