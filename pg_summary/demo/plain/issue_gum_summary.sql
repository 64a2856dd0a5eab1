select
    coalesce(
        case when jsonb_typeof(i.data -> 'name') = 'string' then nullif(i.data ->> 'name', '') end, 'Unknown'
    ) as name,
    count(*) as count
from app_issue i
join conference c on c.id = i.conference_id
where
    c.app_id = %(app_id)s
    and i.is_active
    and i.created_at >= %(created_at_gte)s
    and i.code = 'getusermedia_error'
    and jsonb_typeof(i.data) = 'object'
    and i.data <> '{}'
group by 1
order by 2 desc, 1
