-- Stage 50, API: sessions by browser, operating system, country or version of the app.
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
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    measure "char";
begin
    perform pgsummary.check_choice('session_summary', 'group_by', group_by, '{browser,os,country,app_version}');
    cov := pgsummary.cover(
        'session_summary', session_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    measure := pgsummary.measure(group_by);
    return query
    with counted as (
        select coalesce(c.name, t.value, 'Unknown') as name, sum(c.n) as n
        from pgsummary.session_counts(
            cov, session_summary.app_id, array[measure], session_summary.browser, session_summary.os,
            session_summary.country, session_summary.app_version
        ) c
        left join pgsummary.term t on t.id = c.value
        -- Browsers and systems of sessions with a platform, countries of those with a code.
        where coalesce(c.value, 1) > case when measure = pgsummary.measure('country') then 0 else -1 end
        group by 1
        having sum(c.n) > 0
    )
    select c.name, c.n::bigint
    from counted c
    order by c.n desc, c.name collate "C";
end
$session_summary$;

comment on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Sessions by one of their values, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: browser, os, country or app_version. Browsers and systems are those of '
'sessions with a platform, countries those with a country code; Unknown is missing. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null; 22023 unknown group_by. Source: rollups, facts and log of session_fact.';

revoke all on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
