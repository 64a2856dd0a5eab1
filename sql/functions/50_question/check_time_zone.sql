-- Stage 50, question: the time zone to compute in; refuses anything else. A cast would also accept POSIX rules, whose
-- offsets may not be multiples of 15 minutes. Some names of zones are also abbreviations, which PostgreSQL prefers:
-- these have no summer time, and depend on timezone_abbreviations. They are replaced by another name of the same zone;
-- so is a name that only older or only newer servers know.
create or replace function pgsummary.check_time_zone(caller text, value text)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_time_zone$
declare
    wanted constant text := lower(value);
    zone text := case wanted
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
begin
    if exists (select from pgsummary.time_zone z where z.name = lower(zone)) then
        return zone;
    end if;
    zone := (
        select z.name
        from pgsummary.time_zone_alias a
        join pgsummary.time_zone_alias b on b.zone = a.zone
        join pgsummary.time_zone z on z.name = b.name
        where a.name = wanted
        order by z.name = a.zone desc, z.name
        limit 1
    );
    if zone is not null then
        return zone;
    end if;
    -- The server's list may have grown since the install. A text of this shape is not a POSIX rule.
    if value ~ '^[A-Za-z_]{1,30}(/[A-Za-z_]{1,30}){1,2}$' then
        begin
            perform now() at time zone value;
            return value;
        exception
            when invalid_parameter_value then
                null;
        end;
    end if;
    raise exception '%: time_zone % is not allowed', caller, coalesce(quote_literal(left(value, 100)), 'null')
    using errcode = 'invalid_parameter_value',
        hint = 'time_zone is an IANA name such as UTC, Europe/Berlin or Asia/Kolkata: '
            'select name from pg_timezone_names.';
end
$check_time_zone$;

comment on function pgsummary.check_time_zone(text, text) is
'the time zone that the value names, by a name that this server knows; 22023 unless it names one';
