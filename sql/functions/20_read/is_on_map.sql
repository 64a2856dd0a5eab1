-- Stage 20, read: whether a session has a place on the map. Inlined, hence no SET.
create or replace function pgsummary.is_on_map(city text, latitude float8, longitude float8)
returns boolean
language sql
immutable
parallel safe
as $is_on_map$
select city is not null and latitude is not null and longitude is not null
    and not (latitude = 0 and longitude = 0)
$is_on_map$;

comment on function pgsummary.is_on_map(text, float8, float8) is
'whether city and coordinates are a place on the map: both readable, not both zero';
