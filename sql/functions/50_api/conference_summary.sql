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
returns table (bucket timestamptz, date date, success bigint, warning bigint, error bigint, ongoing bigint, total bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $conference_summary$
#variable_conflict use_column
declare
    -- Until then some zone had an offset, or changed its clocks at a minute, that is no multiple of 15 minutes: only
    -- facts tell the local day there.
    old_offsets constant timestamptz := '2022-10-03 00:00:00+00';
    is_utc boolean;
    cov pgsummary.coverage;
    changed uuid[];
begin
    perform pgsummary.check_choice('conference_summary', 'group_by', group_by, '{hour,day,week,month}');
    perform pgsummary.check_time_zone('conference_summary', time_zone);
    cov := pgsummary.cover(
        'conference_summary', conference_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    changed := pgsummary.changed_conferences();
    is_utc := lower(time_zone) in ('utc', 'etc/utc', 'gmt', 'etc/gmt', 'zulu', 'etc/zulu', 'uct', 'etc/uct');
    return query
    with instant (at, status, n) as (
        -- Days of UTC are read as such, others by their quarters.
        select r.day::timestamp at time zone 'UTC', u.value, u.n
        from pgsummary.rollup_day r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where is_utc and group_by <> 'hour'
            and r.app = cov.app and r.segment = cov.segment and r.kind = 'c'
            and r.day >= cov.day_from and r.day < cov.day_to
            and u.measure = 's'
        union all
        select
            (r.day::timestamp + u.value / 4 * interval '15 minutes') at time zone 'UTC', u.value % 4, u.n
        from pgsummary.rollup_day r
        cross join lateral unnest(r.vals, r.counts) as u (value, n)
        where (not is_utc or group_by = 'hour')
            and r.app = cov.app and r.segment = cov.segment and r.kind = 't'
            and r.day >= cov.day_from and r.day < cov.day_to
            and (is_utc or r.day >= (old_offsets at time zone 'UTC')::date)
        union all
        select r.bucket, u.value, u.n
        from unnest(cov.quarter_from, cov.quarter_to) as e (lo, hi)
        join pgsummary.rollup_quarter r
            on r.app = cov.app and r.kind = 'c' and r.bucket >= e.lo and r.bucket < e.hi
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where u.measure = 's' and (is_utc or r.bucket >= old_offsets)
        union all
        select f.created_at, f.status::integer, 1
        from pgsummary.conference_edges(cov) f
        where is_utc or f.created_at >= old_offsets
        union all
        select f.created_at, f.status::integer, 1
        from pgsummary.conference_fact f
        where not is_utc
            and f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
            and f.created_at < old_offsets
            and (
                not cov.filtered or exists (select from unnest(f.profiles) as p (id) where (cov.mask)[p.id + 1])
            )
        union all
        select d.created_at, d.status::integer, d.n
        from pgsummary.conference_delta(
            cov, changed, conference_summary.app_id, conference_summary.browser, conference_summary.os,
            conference_summary.country, conference_summary.app_version
        ) d
    ),
    summed as (
        select
            case when group_by = 'hour' then date_trunc('hour', i.at, time_zone) end as hour,
            date_trunc(group_by, i.at at time zone time_zone)::date as date,
            i.status, sum(i.n) as n
        from (select x.at, x.status, sum(x.n)::integer as n from instant x group by x.at, x.status) i
        group by 1, 2, 3
    ),
    counted as (
        select
            coalesce(s.hour, pgsummary.local_start(s.date, time_zone)) as bucket, s.date,
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
    cross join lateral pgsummary.buckets(group_by, time_zone, r.first, r.last) b
    where fill and not exists (select from counted c where c.bucket = b.bucket)
    order by 1;
end
$conference_summary$;

comment on function public.conference_summary(uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text) is
'Conferences by status in buckets of time, ordered by bucket. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: hour, day, week (from Monday) or month of time_zone, an IANA name; fill '
'adds the empty buckets of the range. bucket is the instant a bucket starts, date its local date; success, '
'warning, error, ongoing, total are conferences. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by or '
'time_zone. Source: rollups, facts and log of conference_fact.';

revoke all on function public.conference_summary(uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text) from public;
