-- Stage 20, live: the coordinates that are written as strings, or too large or too small for a plain cast.
create or replace function pgsummary.odd_coordinate(value jsonb)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $odd_coordinate$
declare
    written constant text := value #>> '{}';
    part text[];
    exponent text;
    number numeric;
begin
    if jsonb_typeof(value) = 'number' then
        number := written::numeric;
    else
        -- No coordinate needs a thousand characters; more could overflow numeric.
        if length(written) > 1000 then
            return null;
        end if;
        part := regexp_match(written, '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE]([+-]?)0*([0-9]*))?$');
        if part is null or written ~ '[eE][+-]?$' then
            return null;
        end if;
        exponent := part[4];
        if length(exponent) > 3 then
            if part[1] !~ '[1-9]' or part[3] = '-' then
                return 0;
            end if;
            return null;
        end if;
        number := written::numeric;
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
'degrees of a coordinate that a cast could fail on: a JSON number or a string; null where it is not readable';
