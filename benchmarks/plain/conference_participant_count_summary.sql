-- Conferences by how many took part: linked, active, no SFU and with a session in it.
with chosen as materialized (
    select c.id
    from conference c
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
),

present as (
    select s.conference_id, count(distinct p.id)::integer as participants
    from chosen c
    join app_session s on s.conference_id = c.id
    join participant_conferences pc
        on pc.conference_id = s.conference_id and pc.participant_id = s.participant_id
    join participant p on p.id = s.participant_id and p.is_active and not p.is_sfu
    group by s.conference_id
)

select coalesce(p.participants, 0) as participants, count(*) as conferences
from chosen c
left join present p on p.conference_id = c.id
group by 1
order by 1
