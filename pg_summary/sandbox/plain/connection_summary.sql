-- Connections by type.
select t.name, case t.name when 'Direct' then n.direct else n.relayed end as count
from (
    select
        count(*) filter (where n.type <> 'r') as direct,
        count(*) filter (where n.type = 'r') as relayed
    from app_connection n
    join conference c on c.id = n.conference_id
    where c.app_id = %(app_id)s and n.created_at >= %(since)s and n.is_active /* filter connection */
) as n
cross join (values ('Direct'), ('Relayed')) as t (name)
order by t.name
