-- Sessions by city, at its most common coordinates.
with session as materialized (
    select
        s.geo_ip ->> 'city' as city,
        s.geo_ip -> 'country_code' as country_code,
        s.geo_ip -> 'latitude' as latitude,
        s.geo_ip -> 'longitude' as longitude
    from app_session s
    join conference c on c.id = s.conference_id
    where c.app_id = %(app_id)s and s.created_at >= %(since)s and s.is_active
        and jsonb_typeof(s.geo_ip -> 'city') = 'string' and s.geo_ip ->> 'city' <> '' /* filter session */
),

place as materialized (
    select
        city,
        case when jsonb_typeof(country_code) = 'string' then nullif(country_code #>> '{}', '') end as country_code,
        case
            when jsonb_typeof(latitude) = 'number' then latitude::float8
            when jsonb_typeof(latitude) = 'string' and latitude #>> '{}' ~ t.number
            then (latitude #>> '{}')::float8
        end as latitude,
        case
            when jsonb_typeof(longitude) = 'number' then longitude::float8
            when jsonb_typeof(longitude) = 'string' and longitude #>> '{}' ~ t.number
            then (longitude #>> '{}')::float8
        end as longitude
    from session
    cross join (values ('^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$')) as t (number)
),

counted as (
    select city, country_code, latitude, longitude, count(*) as n
    from place
    where latitude is not null and longitude is not null and not (latitude = 0 and longitude = 0)
    group by 1, 2, 3, 4
),

ranked as (
    select
        *,
        sum(n) over (partition by city, country_code)::bigint as count,
        row_number() over (partition by city, country_code order by n desc, latitude, longitude) as rank
    from counted
)

select city, country_code, latitude, longitude, count
from ranked
where rank = 1
order by count desc, city collate "C", country_code collate "C"
