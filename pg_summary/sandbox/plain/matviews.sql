-- The sums of pg-summary's daily views as materialized views over the source tables.
create materialized view plain_conference_daily as
with verdict as (
    select c.app_id, c.created_at, c.ongoing, bool_or(i.type = 'e') as error, bool_or(i.type = 'w') as warning
    from conference c
    left join app_issue i on i.conference_id = c.id and i.is_active
    where c.is_active
    group by c.id
)

select
    app_id,
    (created_at at time zone 'UTC')::date as day,
    count(*) filter (where not ongoing and error is not true and warning is not true) as success,
    count(*) filter (where not ongoing and error is not true and warning) as warning,
    count(*) filter (where not ongoing and error) as error,
    count(*) filter (where ongoing) as ongoing,
    count(*) as total
from verdict
group by 1, 2;
create unique index plain_conference_daily_key on plain_conference_daily (app_id, day);
create materialized view plain_session_daily as
select c.app_id, (s.created_at at time zone 'UTC')::date as day, d.dimension, d.value, count(*) as sessions
from app_session s
join conference c on c.id = s.conference_id
cross join lateral (
    select jsonb_typeof(s.platform) = 'object' and s.platform <> '{}' as has_platform
) as p
cross join lateral (values
    ('browser', p.has_platform, s.platform #> '{browser,name}'),
    ('os', p.has_platform, s.platform #> '{os,name}'),
    ('country', s.geo_ip ->> 'country_code' <> '', s.geo_ip -> 'country_code'),
    ('app_version', true, to_jsonb(s.app_version))
) as v (dimension, counts, written)
cross join lateral (
    select
        v.dimension,
        coalesce(
            case when jsonb_typeof(v.written) = 'string' then nullif(v.written #>> '{}', '') end, 'Unknown'
        ) as value
) as d
where s.is_active and v.counts and (v.dimension <> 'country' or jsonb_typeof(v.written) = 'string')
group by 1, 2, 3, 4;
create unique index plain_session_daily_key on plain_session_daily (app_id, day, dimension, value);
create materialized view plain_connection_daily as
select
    c.app_id,
    (n.created_at at time zone 'UTC')::date as day,
    count(*) filter (where n.type <> 'r') as direct,
    count(*) filter (where n.type = 'r') as relayed
from app_connection n
join conference c on c.id = n.conference_id
where n.is_active
group by 1, 2;
create unique index plain_connection_daily_key on plain_connection_daily (app_id, day);
create materialized view plain_issue_daily as
select app_id, day, code, sum(issues)::bigint as issues, sum(conferences)::bigint as conferences
from (
    select c.app_id, (i.created_at at time zone 'UTC')::date, i.code, count(*), 0
    from app_issue i
    join conference c on c.id = i.conference_id
    where i.is_active and i.code <> ''
    group by 1, 2, 3
    union all
    select c.app_id, (c.created_at at time zone 'UTC')::date, i.code, 0, count(distinct c.id)
    from conference c
    join app_issue i on i.conference_id = c.id and i.is_active and i.code <> ''
    where c.is_active
    group by 1, 2, 3
) as u (app_id, day, code, issues, conferences)
group by 1, 2, 3;
create unique index plain_issue_daily_key on plain_issue_daily (app_id, day, code);
