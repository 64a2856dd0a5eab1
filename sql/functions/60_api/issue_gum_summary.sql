-- Stage 60, API: getUserMedia errors by name.
create or replace function public.issue_gum_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, message text, count bigint)
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
as $issue_gum_summary$
#variable_conflict use_variable
begin
    return query
    select c.*
    from pgsummary.gum_chart(
        pgsummary.count_issues(
            pgsummary.ask('issue_gum_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
            array[pgsummary.measure('gum_error')]
        )
    ) c;
end
$issue_gum_summary$;

comment on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'getUserMedia errors by name, most frequent first, then by name. created_at_gte, created_at_lte: both inclusive, null '
'= open. message is the most common one of that name, the smallest of equally common ones, empty if there is none. '
'browser, os, country, app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 '
'app_id is null. Source: rollups, facts and log of issue_fact.';

revoke all on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) from public;
