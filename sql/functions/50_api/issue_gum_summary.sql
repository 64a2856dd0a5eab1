-- Stage 50, API: getUserMedia errors by name.
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
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'issue_gum_summary', issue_gum_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    with counted as (
        select coalesce(x.parts[1], 'Unknown') as name, coalesce(x.parts[2], '') as message, sum(x.n) as n
        from (
            select coalesce(c.key, g.key)::text[] as parts, c.n
            from pgsummary.issue_counts(
                cov, issue_gum_summary.app_id, pgsummary.measure('gum_error'), issue_gum_summary.browser, issue_gum_summary.os,
                issue_gum_summary.country, issue_gum_summary.app_version
            ) c
            left join pgsummary.gum_error g on g.id = c.value
        ) x
        group by 1, 2
        having sum(x.n) > 0
    )
    select
        c.name,
        coalesce(
            (array_agg(c.message order by c.n desc, c.message collate "C") filter (where c.message <> ''))[1], ''
        ),
        sum(c.n)::bigint
    from counted c
    group by c.name
    order by 3 desc, c.name collate "C";
end
$issue_gum_summary$;

comment on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'getUserMedia errors by name, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. message is the commonest of that name, the smallest of equals, empty where none. '
'browser, os, country, app_version: filters on the session, null or empty = none, Unknown = missing. '
'Errors: 22004 app_id is null. Source: rollups, facts and log of issue_fact.';

revoke all on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) from public;
