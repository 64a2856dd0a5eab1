-- Stage 20, live: a coordinate that can be read, else null. Never an error, whatever stands there.
create or replace function pgsummary.coordinate(value jsonb)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $coordinate$
declare
    kind constant text := jsonb_typeof(value);
    written text;
    part text[];
    exponent text;
    number numeric;
begin
    if kind = 'number' then
        number := (value #>> '{}')::numeric;
    elsif kind = 'string' then
        written := value #>> '{}';
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
    else
        return null;
    end if;
    -- Beyond these bounds the cast to float8 fails instead of rounding.
    if abs(number) >= 1.79769313486231580793728971e308 then
        return null;
    elsif abs(number) <= 2.4703282292062327e-324 then
        return 0;
    end if;
    return number::float8;
end
$coordinate$;

comment on function pgsummary.coordinate(jsonb) is
'degrees, from a finite JSON number or a string that is a plain decimal number; null for anything else';
