-- Stage 60, API: the quality of calls, in buckets of time or over a whole range.
create or replace function public.quality_summary(
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
    conferences bigint,
    errors bigint,
    warnings bigint,
    ongoing bigint,
    error_ratio float8,
    call_minutes float8,
    sessions bigint,
    connections bigint,
    relayed_ratio float8,
    setup_p50_ms float8,
    setup_p90_ms float8,
    setup_p95_ms float8,
    setup_p99_ms float8
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
as $quality_summary$
#variable_conflict use_variable
declare
    q pgsummary.question;
begin
    perform pgsummary.check_choice('quality_summary', 'group_by', group_by, '{hour,day,week,month,all}');
    q := pgsummary.ask(
        'quality_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version, group_by, time_zone,
        timed => group_by <> 'all'
    );
    return query
    select c.*
    from pgsummary.quality_chart(
        'quality_summary', q, pgsummary.count_quality(q), pgsummary.rolled_quality(q), group_by,
        coalesce(fill, false), created_at_gte, created_at_lte
    ) c;
end
$quality_summary$;

comment on function public.quality_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'Quality of calls in buckets of time, ordered by bucket. created_at_gte, created_at_lte: both inclusive, null = open. '
'group_by: hour, day, week (from Monday) or month of time_zone, an IANA name, or all (one row, without bucket and '
'date); fill adds the empty buckets of the range. bucket is the instant a bucket starts, date its local date; '
'conferences, errors, warnings and ongoing are conferences; error_ratio is errors / (conferences - ongoing), null if '
'none has ended; call_minutes is the sum of their durations; sessions; connections are those with a type, '
'relayed_ratio the share of relayed ones, null if there are none; setup_p50_ms to setup_p99_ms are percentiles of the '
'set-up time by nearest rank, within 2.5 % (below 1 ms: within 1 ms), null if there are no set-up times. browser, os, '
'country, app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; '
'22023 unknown group_by or time_zone, or too many buckets to fill. Source: rollups, facts and log of conference_fact, '
'session_fact and connection_fact.';

revoke all on function public.quality_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
