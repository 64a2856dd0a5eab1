-- Stage 53, chart: tallies as the rows of session_geo_summary. Inlined, hence no SET.
create or replace function pgsummary.city_chart(tallies pgsummary.tally [])
returns table (city text, country_code text, latitude float8, longitude float8, count bigint)
language sql
stable
parallel safe
as $city_chart$
select m.city, m.country_code, m.latitude, m.longitude, m.sessions::bigint
from (
    select
        c.city, c.country_code, c.latitude, c.longitude,
        pg_catalog.sum(c.n) over (partition by c.city, c.country_code) as sessions,
        pg_catalog.row_number() over (
            partition by c.city, c.country_code order by c.n desc, c.latitude, c.longitude
        ) as rank
    from (
        select p.city, p.country_code, p.latitude, p.longitude, pg_catalog.sum(p.n) as n
        from (
            select x.city, x.country_code, x.latitude, x.longitude, t.n
            from unnest(tallies) t
            cross join lateral (select l.* from pgsummary.place l where l.id = t.value offset 0) x
            where t.measure = pgsummary.measure('place')
            union all
            select k.parts[1], k.parts[2], k.parts[3]::float8, k.parts[4]::float8, t.n
            from unnest(tallies) t
            cross join lateral (select t.name::text [] as parts) k
            where t.measure = pgsummary.measure('place') and t.name is not null
        ) p
        group by 1, 2, 3, 4
        having pg_catalog.sum(p.n) > 0
    ) c
) m
where m.rank = 1
order by m.sessions desc, m.city collate "C", m.country_code collate "C"
$city_chart$;

comment on function pgsummary.city_chart(pgsummary.tally []) is 'rows of session_geo_summary';
