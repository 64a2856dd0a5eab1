-- Stage 50, API: conference_summary as the body of its endpoint.
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
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(
                case when conference_summary_json.group_by = 'hour'
                    then jsonb_build_object('bucket', pgsummary.iso(s.bucket)) else '{}'
                end
                || jsonb_build_object(
                    'date', s.date, 'success', s.success, 'warning', s.warning, 'error', s.error, 'ongoing', s.ongoing,
                    'total', s.total
                ) order by s.bucket
            ), '[]')
        )
        from public.conference_summary(
            conference_summary_json.app_id,
            conference_summary_json.created_at_gte,
            conference_summary_json.created_at_lte,
            conference_summary_json.group_by,
            conference_summary_json.time_zone,
            conference_summary_json.fill,
            conference_summary_json.browser,
            conference_summary_json.os,
            conference_summary_json.country,
            conference_summary_json.app_version
        ) s
    );
end
$conference_summary_json$;

comment on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'JSON of conference_summary, same parameters: {data: [{date, success, warning, error, ongoing, total}]}; '
'by the hour each with its bucket too, the instant it starts.';

revoke all on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
