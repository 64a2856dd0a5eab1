-- Stage 50, API: session_summary as the body of its endpoint.
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
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $session_summary_json$
begin
    return (
        select case
            when session_summary_json.group_by is null then jsonb_build_object(
                'browsers', (
                    select coalesce(jsonb_agg(
                        jsonb_build_object('name', s.name, 'count', s.count) order by s.count desc, s.name collate "C"
                    ), '[]')
                    from public.session_summary(
                        session_summary_json.app_id, session_summary_json.created_at_gte,
                        session_summary_json.created_at_lte, 'browser',
                        session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                        session_summary_json.app_version
                    ) s
                ),
                'os', (
                    select coalesce(jsonb_agg(
                        jsonb_build_object('name', s.name, 'count', s.count) order by s.count desc, s.name collate "C"
                    ), '[]')
                    from public.session_summary(
                        session_summary_json.app_id, session_summary_json.created_at_gte,
                        session_summary_json.created_at_lte, 'os',
                        session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                        session_summary_json.app_version
                    ) s
                ),
                'countries', (
                    select coalesce(jsonb_agg(
                        jsonb_build_object('code', s.name, 'count', s.count) order by s.count desc, s.name collate "C"
                    ), '[]')
                    from public.session_summary(
                        session_summary_json.app_id, session_summary_json.created_at_gte,
                        session_summary_json.created_at_lte, 'country',
                        session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                        session_summary_json.app_version
                    ) s
                ),
                'cities', public.session_geo_summary_json(
                    session_summary_json.app_id, session_summary_json.created_at_gte,
                    session_summary_json.created_at_lte,
                    session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                    session_summary_json.app_version
                ) -> 'data'
            )
            else jsonb_build_object(
                'data', (
                    select coalesce(jsonb_agg(
                        jsonb_build_object('name', s.name, 'count', s.count) order by s.count desc, s.name collate "C"
                    ), '[]')
                    from public.session_summary(
                        session_summary_json.app_id, session_summary_json.created_at_gte,
                        session_summary_json.created_at_lte, session_summary_json.group_by,
                        session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                        session_summary_json.app_version
                    ) s
                )
            )
        end
    );
end
$session_summary_json$;

comment on function public.session_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of session_summary, same parameters: {data: [{name, count}]}; with group_by null everything at once: '
'{browsers: [{name, count}], os: [{name, count}], countries: [{code, count}], cities: [{city, '
'country_code, latitude, longitude, count}]}.';

revoke all on function public.session_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
