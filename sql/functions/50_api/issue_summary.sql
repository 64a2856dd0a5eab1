-- Stage 50, API: issues by code.
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
#variable_conflict use_column
declare
    cov pgsummary.coverage;
begin
    perform pgsummary.check_choice('issue_summary', 'group_by', group_by, '{code}');
    cov := pgsummary.cover(
        'issue_summary', issue_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    return query
    with counted as (
        select coalesce(x.code, t.value) as code, sum(x.issues) as issues, sum(x.conferences) as conferences
        from (
            select c.value, c.key as code, c.n as issues, 0 as conferences
            from pgsummary.issue_counts(
                cov, issue_summary.app_id, pgsummary.measure('issue_code'), issue_summary.browser, issue_summary.os,
                issue_summary.country, issue_summary.app_version
            ) c
            union all
            select c.value, c.code, 0, c.n
            from pgsummary.conference_counts(
                cov, issue_summary.app_id, pgsummary.measure('conference_code'), issue_summary.browser, issue_summary.os,
                issue_summary.country, issue_summary.app_version
            ) c
        ) x
        left join pgsummary.term t on t.id = x.value
        group by 1
    )
    select c.code, pgsummary.issue_title(c.code), c.issues::bigint, c.conferences::bigint
    from counted c
    where c.issues > 0
    order by c.issues desc, c.code collate "C";
end
$issue_summary$;

comment on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Issues by code, most frequent first, then by code. created_at_gte, created_at_lte: both inclusive, null = '
'open. group_by: code. title is what the code is called; count is issues created in the range; conferences '
'is conferences created in the range with such an issue. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by. '
'Source: rollups, facts and log of issue_fact and conference_fact.';

revoke all on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
