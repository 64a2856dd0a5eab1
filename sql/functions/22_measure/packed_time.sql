-- Stage 22, measure: status and quarter of the day of a conference in one number. Inlined, hence no SET.
create or replace function pgsummary.packed_time(instant timestamptz, status integer)
returns integer
language sql
stable
parallel safe
as $packed_time$
select pgsummary.quarter_hour_of_day(instant) * 4 + status
$packed_time$;

comment on function pgsummary.packed_time(timestamptz, integer) is
'the value of the measure time: the 15 minutes of the UTC day of an instant, and a status (see unpacked)';
