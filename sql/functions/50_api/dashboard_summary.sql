-- Stage 50, API: every chart of the dashboard in one call.
create or replace function public.dashboard_summary(
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
set plan_cache_mode = force_generic_plan
set jit = off
as $dashboard_summary$
declare
    sessions jsonb;
begin
    perform pgsummary.check_app_id('dashboard_summary', app_id);
    perform pgsummary.check_state('dashboard_summary');
    perform pgsummary.check_time_zone('dashboard_summary', time_zone);
    sessions := public.session_summary_json(
        dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte, null,
        dashboard_summary.browser, dashboard_summary.os, dashboard_summary.country, dashboard_summary.app_version
    );
    return jsonb_build_object(
        'conference_summary', public.conference_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'day', dashboard_summary.time_zone, false, dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'conference_duration_summary', public.conference_duration_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'conference_participant_count_summary', public.conference_participant_count_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'issue_summary', public.issue_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'code', dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'issue_gum_summary', public.issue_gum_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'connection_summary', public.connection_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'type', dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'connection_setup_time_summary', public.connection_setup_time_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'session_summary', sessions,
        'session_geo_summary', jsonb_build_object('data', sessions -> 'cities'),
        'conference_filter_options', public.conference_filter_options_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte
        )
    );
end
$dashboard_summary$;

comment on function public.dashboard_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Every chart of the dashboard, keyed by the name of its function, each value as its endpoint sends it; '
'conference_summary by day of time_zone. created_at_gte, created_at_lte: both inclusive, null = open. '
'browser, os, country, app_version: filters on the session, null or empty = none, Unknown = missing. '
'Errors: 22004 app_id is null; 22023 unknown time_zone. Source: the ..._json functions.';

revoke all on function public.dashboard_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
