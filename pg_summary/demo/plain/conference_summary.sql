with judged as (
    select
        (c.created_at at time zone 'UTC')::date as date,
        case
            when c.ongoing then 'ongoing'
            when exists (
                select from app_issue i where i.conference_id = c.id and i.is_active and i.type = 'e'
            ) then 'error'
            when exists (
                select from app_issue i where i.conference_id = c.id and i.is_active and i.type = 'w'
            ) then 'warning'
            else 'success'
        end as status
    from conference c
    where c.app_id = %(app_id)s and c.is_active and c.created_at >= %(created_at_gte)s
)

select
    date,
    count(*) filter (where status = 'success') as success,
    count(*) filter (where status = 'warning') as warning,
    count(*) filter (where status = 'error') as error,
    count(*) filter (where status = 'ongoing') as ongoing,
    count(*) as total
from judged
group by date
order by date
