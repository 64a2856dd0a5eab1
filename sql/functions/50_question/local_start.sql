-- Stage 50, question: when a local date starts. A cast returns the later of two midnights if clocks go back over
-- midnight.
create or replace function pgsummary.local_start(local_date date, time_zone text)
returns timestamptz
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $local_start$
declare
    midnight constant timestamptz := local_date::timestamp at time zone time_zone;
    hours constant interval := interval '3 hours';
    set_back constant interval :=
        ((midnight - hours) at time zone time_zone) + hours - (midnight at time zone time_zone);
begin
    if set_back > interval '0' and ((midnight - set_back) at time zone time_zone)::date = local_date then
        return midnight - set_back;
    end if;
    return midnight;
end
$local_start$;

comment on function pgsummary.local_start(date, text) is 'the first instant of a date in a time zone';
