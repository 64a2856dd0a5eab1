-- Stage 62, JSON: conference_summary as the body of its endpoint.
create or replace function public.conference_summary_json(
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
as $conference_summary_json$
#variable_conflict use_variable
begin
    return (
        select pgsummary.axis_body(jsonb_agg(
            case when group_by = 'hour' then jsonb_build_object('bucket', pgsummary.iso(c.bucket)) else '{}' end
            || (to_jsonb(c) - 'bucket')
        ), 'total')
        from public.conference_summary(
            app_id, created_at_gte, created_at_lte, group_by, time_zone, fill, browser, os, country, app_version
        ) c
    );
end
$conference_summary_json$;

comment on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'JSON of conference_summary, same parameters: {data: [{date, success, warning, error, ongoing, total}]}; '
'by the hour each row also has its bucket, the instant at which it starts. At most the newest 366 buckets, and then '
'{earlier: {buckets, count}}: how many buckets come before them, with how many conferences.';

revoke all on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
