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
set timezone = 'UTC'
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $session_summary_json$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
begin
    if session_summary_json.group_by is not null then
        return (
            select jsonb_build_object('data', coalesce(
                jsonb_agg(jsonb_build_object('name', s.name, 'count', s.count) order by s.row_number), '[]'
            ))
            from public.session_summary(
                session_summary_json.app_id, session_summary_json.created_at_gte, session_summary_json.created_at_lte,
                session_summary_json.group_by, session_summary_json.browser, session_summary_json.os,
                session_summary_json.country, session_summary_json.app_version
            ) with ordinality as s (name, count, row_number)
        );
    end if;
    cov := pgsummary.cover(
        'session_summary_json', session_summary_json.app_id, created_at_gte, created_at_lte, browser, os, country,
        app_version
    );
    return (
        with counted as (
            select c.measure, coalesce(c.name, t.value, 'Unknown') as name, sum(c.n)::bigint as n
            from pgsummary.session_counts(
                cov, session_summary_json.app_id,
                array[pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country')], session_summary_json.browser,
                session_summary_json.os, session_summary_json.country, session_summary_json.app_version
            ) c
            left join pgsummary.term t on t.id = c.value
            -- As in session_summary.
            where coalesce(c.value, 1) > case when c.measure = pgsummary.measure('country') then 0 else -1 end
            group by 1, 2
            having sum(c.n) > 0
        )
        select jsonb_build_object(
            'browsers', coalesce(jsonb_agg(
                jsonb_build_object('name', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = pgsummary.measure('browser')), '[]'),
            'os', coalesce(jsonb_agg(
                jsonb_build_object('name', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = pgsummary.measure('os')), '[]'),
            'countries', coalesce(jsonb_agg(
                jsonb_build_object('code', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = pgsummary.measure('country')), '[]'),
            'cities', public.session_geo_summary_json(
                session_summary_json.app_id, session_summary_json.created_at_gte, session_summary_json.created_at_lte,
                session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                session_summary_json.app_version
            ) -> 'data'
        )
        from counted c
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
