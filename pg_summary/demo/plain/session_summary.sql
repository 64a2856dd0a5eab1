select
    coalesce(
        case
            when jsonb_typeof(s.platform #> '{browser,name}') = 'string'
            then nullif(s.platform #>> '{browser,name}', '')
        end,
        'Unknown'
    ) as name,
    count(*) as count
from app_session s
join conference c on c.id = s.conference_id
where
    c.app_id = %(app_id)s
    and s.is_active
    and s.created_at >= %(created_at_gte)s
    and jsonb_typeof(s.platform) = 'object'
    and s.platform <> '{}'
group by 1
order by 2 desc, 1
