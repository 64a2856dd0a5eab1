-- Stage 50, API: sessions by city.
create or replace function public.session_geo_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (city text, country_code text, latitude float8, longitude float8, count bigint)
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
as $session_geo_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'session_geo_summary', session_geo_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    with counted as (
        select c.city, c.country_code, c.latitude, c.longitude, sum(c.n) as n
        from pgsummary.place_counts(
            cov, session_geo_summary.app_id, session_geo_summary.browser, session_geo_summary.os,
            session_geo_summary.country, session_geo_summary.app_version
        ) c
        group by c.city, c.country_code, c.latitude, c.longitude
        having sum(c.n) > 0
    )
    select m.city, m.country_code, m.latitude, m.longitude, m.sessions::bigint
    from (
        select
            c.city, c.country_code, c.latitude, c.longitude,
            sum(c.n) over (partition by c.city, c.country_code) as sessions,
            row_number() over (
                partition by c.city, c.country_code order by c.n desc, c.latitude, c.longitude
            ) as rank
        from counted c
    ) m
    where m.rank = 1
    order by m.sessions desc, m.city collate "C", m.country_code collate "C";
end
$session_geo_summary$;

comment on function public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Sessions by city, most frequent first, then by city: one row per city and country, at its commonest '
'coordinates (degrees). created_at_gte, created_at_lte: both inclusive, null = open. Sessions with a city '
'and readable coordinates, not both zero. browser, os, country, app_version: filters on the session, null '
'or empty = none, Unknown = missing. Errors: 22004 app_id is null. Source: rollups, facts and log of '
'session_fact.';

revoke all on function public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text) from public;
