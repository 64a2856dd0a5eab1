-- The first page of the conferences, newest first, and how many there are.
with matching as (
    select c.id, c.created_at
    from conference c
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
),

page as (
    select c.* from matching m join conference c on c.id = m.id order by m.created_at desc, m.id desc limit 50
)

select
    c.id, c.conference_id, c.conference_name, c.start_time, c.call_start, c.end_time, c.ongoing, c.duration,
    c.created_at,
    case
        when c.ongoing then 'ongoing' when i.errors then 'error' when i.warnings then 'warning' else 'success'
    end as status,
    i.errors as has_errors,
    i.warnings as has_warnings,
    (
        select count(distinct p.id)::integer
        from app_session s
        join participant_conferences pc
            on pc.conference_id = s.conference_id and pc.participant_id = s.participant_id
        join participant p on p.id = s.participant_id and p.is_active and not p.is_sfu
        where s.conference_id = c.id
    ) as participants_count,
    (select count(*) from matching) as total_count
from page c
cross join lateral (
    select coalesce(bool_or(i.type = 'e'), false) as errors, coalesce(bool_or(i.type = 'w'), false) as warnings
    from app_issue i
    where i.conference_id = c.id and i.is_active
) as i
order by c.created_at desc, c.id desc
