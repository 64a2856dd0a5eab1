select r.name, count(n.id) as count
from (values ('Direct', false), ('Relayed', true)) as r (name, relayed)
left join (
    select n.id, n.type = 'r' as relayed
    from app_connection n
    join conference c on c.id = n.conference_id
    where c.app_id = %(app_id)s and n.is_active and n.created_at >= %(created_at_gte)s
) as n on n.relayed = r.relayed
group by r.name
order by r.name
