-- Issues by code, and the conferences that have such an issue.
with created as (
    select i.code, count(*) as n
    from app_issue i
    join conference c on c.id = i.conference_id
    where c.app_id = %(app_id)s and i.created_at >= %(since)s and i.is_active and i.code <> ''
        /* filter issue */
    group by i.code
),

affected as (
    select i.code, count(distinct c.id) as n
    from conference c
    join app_issue i on i.conference_id = c.id and i.is_active
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
    group by i.code
)

select c.code, c.n as count, coalesce(a.n, 0) as conferences
from created c
left join affected a on a.code = c.code
order by c.n desc, c.code collate "C"
