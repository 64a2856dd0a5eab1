-- Stage 20, read: a coordinate, or null if it can't be read. Never raises an error. Inlined, hence no SET.
create or replace function pgsummary.coordinate(value jsonb)
returns float8
language sql
immutable
parallel safe
as $coordinate$
select case
    when pg_catalog.jsonb_typeof(value) = 'number' and pg_catalog.abs(value::numeric) between 0.000001 and 1000
        then value::float8
    when pg_catalog.jsonb_typeof(value) in ('number', 'string') then pgsummary.odd_coordinate(value)
end
$coordinate$;

comment on function pgsummary.coordinate(jsonb) is
'degrees, from a finite JSON number or a string that is a plain decimal number; null for anything else';
