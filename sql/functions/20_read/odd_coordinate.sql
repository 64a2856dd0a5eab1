-- Stage 20, read: the coordinates that are written as strings, or too large or too small for a plain cast.
create or replace function pgsummary.odd_coordinate(value jsonb)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $odd_coordinate$
declare
    written text := value #>> '{}';
    part text[];
    number numeric;
begin
    if jsonb_typeof(value) = 'number' then
        number := written::numeric;
    elsif written ~ '^[+-]?[0-9]{1,3}([.][0-9]{1,15})?$' then
        return written::float8;
    else
        -- Sign, whole part without leading zeros, fraction, exponent.
        part := regexp_match(written, '^([+-]?)0*([0-9]*)([.][0-9]*)?(?:[eE]([+-]?)0*([0-9]+))?$');
        if part is null or written !~ '^[+-]?[.]?[0-9]' then
            return null;
        end if;
        if length(part[2]) > 1000 or length(part[5]) > 3 then
            if coalesce(part[2], '') || coalesce(part[3], '') !~ '[1-9]' or part[4] = '-' then
                return 0;
            end if;
            return null;
        end if;
        -- No digit after the thousandth of a fraction changes a float8.
        number := (
            part[1] || '0' || part[2] || left(coalesce(part[3], ''), 1000) || coalesce('e' || part[4] || part[5], '')
        )::numeric;
    end if;
    -- Beyond these bounds the cast to float8 fails instead of rounding.
    if abs(number) >= 1.79769313486231580793728971e308 then
        return null;
    elsif abs(number) <= 2.4703282292062327e-324 then
        return 0;
    end if;
    return number::float8;
end
$odd_coordinate$;

comment on function pgsummary.odd_coordinate(jsonb) is
'degrees of a coordinate that a cast could fail on: a JSON number or a string; null if it can not be read';
