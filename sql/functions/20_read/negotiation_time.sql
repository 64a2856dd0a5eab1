-- Stage 20, read: a negotiation time, or null if it can't be read. Never raises an error: every text that passes the
-- pattern and the calendar can be cast, and texts that only a cast would accept ("infinity") do not pass.
create or replace function pgsummary.negotiation_time(written text)
returns timestamptz
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $negotiation_time$
declare
    year constant text := substr(written, 1, 4);
    month constant text := substr(written, 6, 2);
    day constant text := substr(written, 9, 2);
begin
    -- No captures: they make a pattern thirty times as slow.
    if length(written) > 40 or written !~ (
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?'
        '(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])?$'
    ) or year = '0000' or month not between '01' and '12' or day not between '01' and '31' then
        return null;
    end if;
    if day > '28' and day::integer > (case
        when month in ('04', '06', '09', '11') then 30
        when month <> '02' then 31
        when year::integer % 4 = 0 and (year::integer % 100 <> 0 or year::integer % 400 = 0) then 29
        else 28
    end) then
        return null;
    end if;
    return (written || case when substr(written, 11) ~ '[Z+-]' then '' else 'Z' end)::timestamptz;
end
$negotiation_time$;

comment on function pgsummary.negotiation_time(text) is
'the instant of a negotiation time, in UTC if it has no offset; null for anything that is not a real date and time';
