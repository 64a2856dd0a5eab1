-- Stage 60, API: sessions by city.
create or replace function public.session_geo_summary(
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
#variable_conflict use_variable
declare
    -- The chart, which is inlined, reads it twice.
    tallies pgsummary.tally[];
begin
    perform pgsummary.check_not_negative('session_geo_summary', 'max_rows', max_rows);
    tallies := pgsummary.count_sessions(
        pgsummary.ask('session_geo_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
        array[pgsummary.measure('place')]
    );
    return query
    select c.*
    from pgsummary.city_chart(tallies) c
    limit max_rows;
end
$session_geo_summary$;

comment on function public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text, integer) is
'Sessions by city, most frequent first, then by city: one row per city and country, at its most common '
'coordinates (degrees). created_at_gte, created_at_lte: both inclusive, null = open. Only sessions with a city '
'and readable coordinates, not both zero. max_rows: the first of them, null = all. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; '
'22023 for a negative max_rows. Source: rollups, facts and log of session_fact.';

revoke all on function public.session_geo_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, integer
) from public;
