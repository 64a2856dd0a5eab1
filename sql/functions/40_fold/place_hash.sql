-- Stage 40, fold: the hash that distinguishes places. Inlined, hence no SET. Here and wherever text is hashed,
-- converting to SQL_ASCII takes the bytes as they are: it can't fail on a byte that is invalid in the database's
-- encoding.
create or replace function pgsummary.place_hash(city text, country_code text, latitude float8, longitude float8)
returns bytea
language sql
stable
parallel safe
as $place_hash$
select pg_catalog.sha256(
    pg_catalog.convert_to(array[city, country_code]::text, 'SQL_ASCII')
    || pg_catalog.float8send(latitude) || pg_catalog.float8send(longitude)
)
$place_hash$;

comment on function pgsummary.place_hash(text, text, float8, float8) is 'hash of a place: city, country, coordinates';
