with counted as (
    select i.code, count(*) as count
    from app_issue i
    join conference c on c.id = i.conference_id
    where c.app_id = %(app_id)s and i.is_active and i.code <> '' and i.created_at >= %(created_at_gte)s
    group by i.code
),

affected as (
    select i.code, count(distinct c.id) as conferences
    from conference c
    join app_issue i on i.conference_id = c.id and i.is_active
    where c.app_id = %(app_id)s and c.is_active and c.created_at >= %(created_at_gte)s
    group by i.code
)

select n.code, n.count, coalesce(a.conferences, 0) as conferences
from counted n
left join affected a on a.code = n.code
order by n.count desc, n.code collate "C"
