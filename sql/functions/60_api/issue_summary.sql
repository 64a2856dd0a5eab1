-- Stage 60, API: issues by code.
create or replace function public.issue_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'code',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (code text, title text, count bigint, conferences bigint)
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
as $issue_summary$
#variable_conflict use_variable
declare
    q pgsummary.question;
begin
    perform pgsummary.check_choice('issue_summary', 'group_by', group_by, '{code}');
    q := pgsummary.ask('issue_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version);
    return query
    select c.*
    from pgsummary.issue_chart(
        pgsummary.count_issues(q, array[pgsummary.measure('issue_code')])
        || pgsummary.count_conferences(q, array[pgsummary.measure('conference_code')])
    ) c;
end
$issue_summary$;

comment on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Issues by code, most frequent first, then by code. created_at_gte, created_at_lte: both inclusive, null = '
'open. group_by: code. title is the name of the code; count: issues created in the range; conferences: '
'conferences created in the range with such an issue. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by. '
'Source: rollups, facts and log of issue_fact and conference_fact.';

revoke all on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
