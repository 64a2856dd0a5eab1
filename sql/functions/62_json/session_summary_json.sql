-- Stage 62, JSON: session_summary as the body of its endpoint.
create or replace function public.session_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'browser',
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
as $session_summary_json$
#variable_conflict use_variable
declare
    tallies pgsummary.tally[];
begin
    if group_by is not null then
        return (
            select pgsummary.body(jsonb_agg(c), 'names')
            from public.session_summary(
                app_id, created_at_gte, created_at_lte, group_by, browser, os, country, app_version
            ) c
        );
    end if;
    tallies := pgsummary.count_sessions(
        pgsummary.ask('session_summary_json', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
        array[
            pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country'),
            pgsummary.measure('place')
        ]
    );
    return pgsummary.session_body(tallies) || jsonb_build_object(
        'cities', pgsummary.body((select jsonb_agg(c) from pgsummary.city_chart(tallies) c), 'cities') -> 'data'
    );
end
$session_summary_json$;

comment on function public.session_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of session_summary, same parameters: {data: [{name, count}]}; with group_by null all of these together: '
'{browsers: [{name, count}], os: [{name, count}], countries: [{code, count}], cities: [{city, '
'country_code, latitude, longitude, count}]}.';

revoke all on function public.session_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
