-- The options of the filters: the values of each dimension, with their sessions.
with named as (
    select
        case
            when jsonb_typeof(s.platform #> '{browser,name}') = 'string' then s.platform #>> '{browser,name}'
        end as browser,
        case when jsonb_typeof(s.platform #> '{os,name}') = 'string' then s.platform #>> '{os,name}' end as os,
        case
            when jsonb_typeof(s.geo_ip -> 'country_code') = 'string' then s.geo_ip ->> 'country_code'
        end as country,
        s.app_version
    from app_session s
    join conference c on c.id = s.conference_id
    where c.app_id = %(app_id)s and s.created_at >= %(since)s and s.is_active
),

profile as (
    select
        coalesce(nullif(browser, ''), 'Unknown') as browser,
        coalesce(nullif(os, ''), 'Unknown') as os,
        coalesce(nullif(country, ''), 'Unknown') as country,
        coalesce(nullif(app_version, ''), 'Unknown') as app_version,
        count(*) as n
    from named
    group by 1, 2, 3, 4
)

select d.dimension, d.value, sum(p.n)::bigint as sessions
from profile p
cross join lateral (values
    (1, 'browser', p.browser), (2, 'os', p.os), (3, 'country', p.country), (4, 'app_version', p.app_version)
) as d (place, dimension, value)
group by d.place, d.dimension, d.value
order by d.place, 3 desc, d.value collate "C"
