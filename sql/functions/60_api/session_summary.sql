-- Stage 60, API: sessions by browser, operating system, country, or version of app, browser or operating system.
create or replace function public.session_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'browser',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, count bigint)
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
as $session_summary$
#variable_conflict use_variable
begin
    perform pgsummary.check_choice('session_summary', 'group_by', group_by, '{browser,os,country,app_version,browser_version,os_version}');
    return query
    select c.*
    from pgsummary.session_chart(
        pgsummary.count_sessions(
            pgsummary.ask('session_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
            array[pgsummary.measure(group_by)]
        ),
        group_by
    ) c;
end
$session_summary$;

comment on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Sessions by one of their values, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: browser, os, country, app_version, browser_version (name and major '
'version) or os_version (name and version). Browsers and systems are those of sessions with a platform, '
'countries those of sessions with a country code; Unknown = missing. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null; 22023 unknown group_by. Source: rollups, facts and log of session_fact.';

revoke all on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
