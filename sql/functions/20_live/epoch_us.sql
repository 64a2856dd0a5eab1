-- Stage 20, live: a negotiation time that can be read, in microseconds of the epoch, else null. By arithmetic, for a
-- cast to timestamptz fails on what can't be read, and takes more than the contract allows ("infinity").
create or replace function pgsummary.epoch_us(value jsonb)
returns bigint
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $epoch_us$
declare
    written text;
    part text[];
    year integer;
    month integer;
    day integer;
begin
    if jsonb_typeof(value) is distinct from 'string' then
        return null;
    end if;
    written := value #>> '{}';
    if length(written) > 40 then
        return null;
    end if;
    part := regexp_match(
        written,
        '^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,6}))?)?'
        '(?:Z|([+-])(0[0-9]|1[0-5]):?([0-5][0-9]))?$'
    );
    if part is null then
        return null;
    end if;
    year := part[1]::integer;
    month := part[2]::integer;
    day := part[3]::integer;
    if year < 1 or month not between 1 and 12 or day < 1 or day > case
        when month in (4, 6, 9, 11) then 30
        when month <> 2 then 31
        when year % 4 = 0 and (year % 100 <> 0 or year % 400 = 0) then 29
        else 28
    end then
        return null;
    end if;
    return (
        (make_date(year, month, day) - date '1970-01-01')::bigint * 86400
        + part[4]::integer * 3600 + part[5]::integer * 60 + coalesce(part[6], '0')::integer
        - (coalesce(part[8], '+') || '1')::integer
        * (coalesce(part[9], '0')::integer * 3600 + coalesce(part[10], '0')::integer * 60)
    ) * 1000000 + rpad(coalesce(part[7], ''), 6, '0')::bigint;
end
$epoch_us$;

comment on function pgsummary.epoch_us(jsonb) is
'microseconds since 1970 of a negotiation time; null for anything that is no real date and time';
