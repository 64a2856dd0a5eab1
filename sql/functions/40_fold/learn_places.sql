-- Stage 40, fold: gives each new place its number.
create or replace function pgsummary.learn_places(sessions pgsummary.session_reading [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_places$
insert into pgsummary.place (hash, city, country_code, latitude, longitude)
select distinct on (k.hash) k.hash, k.city, k.country_code, k.latitude, k.longitude
from (
    select
        pgsummary.place_hash(s.city, s.country_code, s.latitude, s.longitude) as hash,
        s.city, s.country_code, s.latitude, s.longitude
    from (
        select distinct n.city, n.country_code, n.latitude, n.longitude
        from unnest(sessions) n
        where pgsummary.is_on_map(n.city, n.latitude, n.longitude)
    ) s
) k
where not exists (select from pgsummary.place known where known.hash = k.hash);
$learn_places$;

comment on function pgsummary.learn_places(pgsummary.session_reading []) is 'adds the places that the dictionary lacks';
