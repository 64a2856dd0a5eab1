-- Sessions by city, at its commonest coordinates.
with place as (
    select
        s.geo_ip ->> 'city' as city,
        case
            when jsonb_typeof(s.geo_ip -> 'country_code') = 'string' then nullif(s.geo_ip ->> 'country_code', '')
        end as country_code,
        case when s.geo_ip ->> 'latitude' ~ t.number then (s.geo_ip ->> 'latitude')::float8 end as latitude,
        case when s.geo_ip ->> 'longitude' ~ t.number then (s.geo_ip ->> 'longitude')::float8 end as longitude
    from app_session s
    join conference c on c.id = s.conference_id
    cross join (values ('^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$')) as t (number)
    where c.app_id = %(app_id)s and s.created_at >= %(since)s and s.is_active
        and jsonb_typeof(s.geo_ip -> 'city') = 'string' and s.geo_ip ->> 'city' <> '' /* filter session */
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
