-- Stage 50, API: conferences by status in buckets of time.
create or replace function public.conference_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'day',
    time_zone text default 'UTC',
    fill boolean default false,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (
    bucket timestamptz,
    date date,
    success bigint,
    warning bigint,
    error bigint,
    ongoing bigint,
    total bigint
)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    zone constant text := pgsummary.check_time_zone('conference_summary', time_zone);
    is_utc constant boolean := lower(zone) in ('etc/utc', 'etc/gmt');
begin
    perform pgsummary.check_choice('conference_summary', 'group_by', group_by, '{hour,day,week,month}');
    cov := pgsummary.cover(
        'conference_summary', conference_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    return query
    with instant as (
        select c.at, c.status, sum(c.n) as n
        from pgsummary.status_counts(
            cov, conference_summary.app_id, group_by <> 'hour' and is_utc,
            conference_summary.browser, conference_summary.os, conference_summary.country,
            conference_summary.app_version
        ) c
        group by 1, 2
    ),
    summed as (
        select
            b.hour,
            case when b.hour is null
                then date_trunc(group_by, i.at at time zone zone) else b.hour at time zone zone
            end::date as date,
            i.status, sum(i.n) as n
        from instant i
        cross join lateral (
            select case when group_by = 'hour' then date_trunc('hour', i.at, zone) end as hour
        ) b
        group by 1, 2, 3
    ),
    counted as (
        select
            case
                when s.hour is not null then s.hour
                when is_utc then s.date::timestamp at time zone 'UTC'
                else pgsummary.local_start(s.date, zone)
            end as bucket,
            s.date,
            coalesce(sum(s.n) filter (where s.status = 0), 0)::bigint as success,
            coalesce(sum(s.n) filter (where s.status = 1), 0)::bigint as warning,
            coalesce(sum(s.n) filter (where s.status = 2), 0)::bigint as error,
            coalesce(sum(s.n) filter (where s.status = 3), 0)::bigint as ongoing,
            sum(s.n)::bigint as total
        from summed s
        group by s.hour, s.date
        having sum(s.n) > 0
    )
    select c.bucket, c.date, c.success, c.warning, c.error, c.ongoing, c.total
    from counted c
    union all
    select b.bucket, b.date, 0, 0, 0, 0, 0
    from (
        select
            coalesce(
                case when isfinite(created_at_gte) then created_at_gte end, min(c.bucket)
            ) as first,
            coalesce(
                case when isfinite(created_at_lte) then created_at_lte end, max(c.bucket)
            ) as last
        from counted c
    ) r
    cross join lateral pgsummary.buckets(group_by, zone, r.first, r.last) b
    where fill and r.first <= r.last and not exists (select from counted c where c.bucket = b.bucket)
    order by 1, 2;
end
$conference_summary$;

comment on function public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'Conferences by status in buckets of time, ordered by bucket. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: hour, day, week (from Monday) or month of time_zone, an IANA name; fill '
'adds the empty buckets of the range. bucket is the instant a bucket starts, date its local date; success, '
'warning, error, ongoing, total are conferences. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by or '
'time_zone. Source: rollups, facts and log of conference_fact.';

revoke all on function public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
