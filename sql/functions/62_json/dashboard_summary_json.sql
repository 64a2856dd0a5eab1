-- Stage 62, JSON: dashboard_summary as the body of its endpoint.
create or replace function public.dashboard_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    time_zone text default 'UTC',
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
set enable_seqscan = off
set jit = off
as $dashboard_summary_json$
begin
    return public.dashboard_summary(
        dashboard_summary_json.app_id, dashboard_summary_json.created_at_gte, dashboard_summary_json.created_at_lte,
        dashboard_summary_json.time_zone, dashboard_summary_json.browser, dashboard_summary_json.os,
        dashboard_summary_json.country, dashboard_summary_json.app_version
    );
end
$dashboard_summary_json$;

comment on function public.dashboard_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'The same as dashboard_summary, under the name of a JSON twin.';

revoke all on function public.dashboard_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
