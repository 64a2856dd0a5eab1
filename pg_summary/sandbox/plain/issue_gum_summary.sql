-- getUserMedia errors by name, with the most common message.
with counted as (
    select
        case when jsonb_typeof(i.data -> 'name') = 'string' then nullif(i.data ->> 'name', '') end as name,
        case when jsonb_typeof(i.data -> 'message') = 'string' then i.data ->> 'message' end as message,
        count(*) as n
    from app_issue i
    join conference c on c.id = i.conference_id
    where c.app_id = %(app_id)s and i.created_at >= %(since)s and i.is_active
        and i.code = 'getusermedia_error' and jsonb_typeof(i.data) = 'object' and i.data <> '{}'
        /* filter issue */
    group by 1, 2
)

select
    coalesce(name, 'Unknown') as name,
    coalesce(
        (array_agg(message order by n desc, message collate "C") filter (where message <> ''))[1], ''
    ) as message,
    sum(n)::bigint as count
from counted
group by 1
order by 3 desc, coalesce(name, 'Unknown') collate "C"
