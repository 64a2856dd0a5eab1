-- Sessions by browser.
with counted as (
    select
        coalesce(
            case
                when jsonb_typeof(s.platform #> '{browser,name}') = 'string'
                then nullif(s.platform #>> '{browser,name}', '')
            end,
            'Unknown'
        ) as name,
        count(*) as count
    from app_session s
    join conference c on c.id = s.conference_id
    where c.app_id = %(app_id)s and s.created_at >= %(since)s and s.is_active
        and jsonb_typeof(s.platform) = 'object' and s.platform <> '{}' /* filter session */
    group by 1
)

select name, count from counted order by count desc, name collate "C"
