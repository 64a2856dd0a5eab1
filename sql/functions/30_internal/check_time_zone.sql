-- Stage 30, internal: the time zone to compute in; refuses what is none. A cast would take POSIX rules too, whose
-- offsets need be no multiple of 15 minutes. Some names of zones are abbreviations as well, which PostgreSQL prefers:
-- without summer time, and as timezone_abbreviations has it. They give way to another name of the same zone.
create or replace function pgsummary.check_time_zone(caller text, value text)
returns text
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
        return case lower(value)
            when 'utc' then 'Etc/UTC'
            when 'uct' then 'Etc/UTC'
            when 'zulu' then 'Etc/UTC'
            when 'gmt' then 'Etc/GMT'
            when 'cet' then 'Europe/Brussels'
            when 'met' then 'Europe/Brussels'
            when 'eet' then 'Europe/Athens'
            when 'wet' then 'Europe/Lisbon'
            when 'est' then 'America/Panama'
            when 'mst' then 'America/Phoenix'
            when 'hst' then 'Pacific/Honolulu'
            else value
        end;
    end if;
    raise exception '%: time_zone % is not allowed', caller, coalesce(quote_literal(left(value, 100)), 'null')
    using errcode = 'invalid_parameter_value',
        hint = 'time_zone is an IANA name such as UTC, Europe/Berlin or Asia/Kolkata: '
            'select name from pg_timezone_names.';
end
$check_time_zone$;

comment on function pgsummary.check_time_zone(text, text) is
'the time zone that the value names; 22023 unless it names one';
