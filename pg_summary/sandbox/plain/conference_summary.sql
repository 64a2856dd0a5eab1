-- Conferences by status and day.
with verdict as (
    select c.created_at, c.ongoing, bool_or(i.type = 'e') as error, bool_or(i.type = 'w') as warning
    from conference c
    left join app_issue i on i.conference_id = c.id and i.is_active
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
    group by c.id
)

select
    date_trunc('day', created_at, 'UTC') as bucket,
    (date_trunc('day', created_at, 'UTC') at time zone 'UTC')::date as date,
    count(*) filter (where not ongoing and error is not true and warning is not true) as success,
    count(*) filter (where not ongoing and error is not true and warning) as warning,
    count(*) filter (where not ongoing and error) as error,
    count(*) filter (where ongoing) as ongoing,
    count(*) as total
from verdict
group by 1
order by 1
