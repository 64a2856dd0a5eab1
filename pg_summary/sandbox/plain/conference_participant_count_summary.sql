-- Conferences by number of participants: linked, active, not an SFU and with a session in it.
select n.participants, count(*) as conferences
from conference c
cross join lateral (
    select count(distinct p.id)::integer as participants
    from app_session s
    join participant_conferences pc
        on pc.conference_id = s.conference_id and pc.participant_id = s.participant_id
    join participant p on p.id = s.participant_id and p.is_active and not p.is_sfu
    where s.conference_id = c.id
) as n
where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
group by n.participants
order by n.participants
