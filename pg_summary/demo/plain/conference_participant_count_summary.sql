with counted as (
    select
        c.id,
        count(distinct p.id) filter (
            where exists (select from app_session s where s.conference_id = c.id and s.participant_id = p.id)
        )::integer as participants
    from conference c
    left join participant_conferences l on l.conference_id = c.id
    left join participant p on p.id = l.participant_id and p.is_active and not p.is_sfu
    where c.app_id = %(app_id)s and c.is_active and c.created_at >= %(created_at_gte)s
    group by c.id
)

select participants, count(*) as conferences
from counted
group by participants
order by participants
