-- Stage 62, JSON: quality_summary as the body of its endpoint.
create or replace function public.quality_summary_json(
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
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $quality_summary_json$
#variable_conflict use_variable
begin
    return (
        select pgsummary.axis_body(jsonb_agg(
            case when group_by = 'hour' then jsonb_build_object('bucket', pgsummary.iso(c.bucket)) else '{}' end
            || (to_jsonb(c) - 'bucket')
        ), 'conferences', 150)
        from public.quality_summary(
            app_id, created_at_gte, created_at_lte, group_by, time_zone, fill, browser, os, country, app_version
        ) c
    );
end
$quality_summary_json$;

comment on function public.quality_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'JSON of quality_summary, same parameters: {data: [{date, conferences, errors, warnings, ongoing, error_ratio, '
'call_minutes, sessions, connections, relayed_ratio, setup_p50_ms, setup_p90_ms, setup_p95_ms, setup_p99_ms}]}; by the '
'hour each row also has its bucket, the instant at which it starts; date is null for group_by all. At most the newest '
'150 buckets, and then {earlier: {buckets, count}}: how many buckets come before them, with how many conferences.';

revoke all on function public.quality_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
