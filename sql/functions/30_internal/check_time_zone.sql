-- Stage 30, internal: refuses what is no time zone. A cast would take POSIX rules too, whose offsets need be no
-- multiple of 15 minutes.
create or replace function pgsummary.check_time_zone(caller text, value text)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_time_zone$
begin
    if exists (select from pgsummary.time_zone z where z.name = lower(value))
        -- The server's list may have grown since the install.
        or exists (select from pg_timezone_names n where lower(n.name) = lower(value))
    then
        return;
    end if;
    raise exception '%: time_zone % is not allowed', caller, coalesce(quote_literal(left(value, 100)), 'null')
    using errcode = 'invalid_parameter_value',
        hint = 'time_zone is an IANA name such as UTC, Europe/Berlin or Asia/Kolkata: '
            'select name from pg_timezone_names.';
end
$check_time_zone$;

comment on function pgsummary.check_time_zone(text, text) is '22023 unless the value is the name of a time zone';
