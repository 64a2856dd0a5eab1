-- Stage 60, API: conferences by status in buckets of time.
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
#variable_conflict use_variable
declare
    q pgsummary.question;
begin
    perform pgsummary.check_choice('conference_summary', 'group_by', group_by, '{hour,day,week,month}');
    q := pgsummary.ask(
        'conference_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version, group_by, time_zone
    );
    return query
    select c.*
    from pgsummary.conference_chart(
        'conference_summary', q, pgsummary.count_conferences(q, array[pgsummary.measure('time')]), group_by,
        coalesce(fill, false), created_at_gte, created_at_lte
    ) c;
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
