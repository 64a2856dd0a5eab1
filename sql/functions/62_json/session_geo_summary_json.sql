-- Stage 62, JSON: session_geo_summary as the body of its endpoint.
create or replace function public.session_geo_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null,
    -- Last, so that calls by position, such as those of an older release during an upgrade, keep their meaning.
    max_rows integer default null
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
as $session_geo_summary_json$
#variable_conflict use_variable
begin
    perform pgsummary.check_not_negative('session_geo_summary', 'max_rows', max_rows);
    return (
        select pgsummary.body(jsonb_agg(c), 'cities', least(max_rows, 200))
        from public.session_geo_summary(
            app_id, created_at_gte, created_at_lte,
            browser => browser, os => os, country => country, app_version => app_version
        ) c
    );
end
$session_geo_summary_json$;

comment on function public.session_geo_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, integer) is
'JSON of session_geo_summary, same parameters: {data: [{city, country_code, latitude, longitude, count}]}; of more '
'than max_rows (at most 200) cities also {other: {cities, count}}: how many more, with how many sessions.';

revoke all on function public.session_geo_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, integer
) from public;
