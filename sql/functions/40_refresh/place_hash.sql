-- Stage 40, refresh: what tells places apart. Inlined, hence no SET.
create or replace function pgsummary.place_hash(city text, country_code text, latitude float8, longitude float8)
returns bytea
language sql
stable
parallel safe
as $place_hash$
select pg_catalog.sha256(
    pg_catalog.convert_to(array[city, country_code]::text, 'UTF8')
    || pg_catalog.float8send(latitude) || pg_catalog.float8send(longitude)
)
$place_hash$;

comment on function pgsummary.place_hash(text, text, float8, float8) is 'hash of a place: city, country, coordinates';
