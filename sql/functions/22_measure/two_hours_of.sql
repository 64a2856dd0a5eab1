-- Stage 22, measure: the start of the two hours of UTC that contain a quarter of an hour. Inlined, hence no SET.
create or replace function pgsummary.two_hours_of(bucket timestamptz)
returns timestamptz
language sql
stable
parallel safe
as $two_hours_of$
select bucket - pgsummary.quarter_hour_of_day(bucket) % 8 * interval '15 minutes'
$two_hours_of$;

comment on function pgsummary.two_hours_of(timestamptz) is
'the start of the two hours of UTC that contain the start of a quarter of an hour';
