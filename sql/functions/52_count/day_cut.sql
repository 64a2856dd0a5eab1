-- Stage 52, count: where a local midnight divides a UTC day. Inlined, hence no SET.
create or replace function pgsummary.day_cut(day date, zone text)
returns table (first_date date, cut integer, last_date date)
language sql
stable
parallel safe
as $day_cut$
select
    d.first_date,
    case
        when d.first_date = d.last_date then 96
        -- The first quarter that begins then or later; where it is the day's first, both dates are one.
        else pgsummary.quarter_hour_of_day(
            pgsummary.local_start(d.last_date, day_cut.zone) - interval '1 microsecond'
        ) + 1
    end,
    d.last_date
from (
    select
        (day_cut.day::timestamp at time zone 'UTC' at time zone day_cut.zone)::date as first_date,
        ((day_cut.day::timestamp + interval '1425 minutes') at time zone 'UTC' at time zone day_cut.zone)::date
        as last_date
    offset 0
) d
$day_cut$;

comment on function pgsummary.day_cut(date, text) is
'the two local dates of a UTC day, and the quarter-hour of the UTC day (0 to 96) with which the second begins';
