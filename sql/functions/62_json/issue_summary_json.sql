-- Stage 62, JSON: issue_summary as the body of its endpoint.
create or replace function public.issue_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'code',
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
set jit = off
as $issue_summary_json$
#variable_conflict use_variable
begin
    return (
        select pgsummary.body(jsonb_agg(c), 'codes', 20)
        from public.issue_summary(
            app_id, created_at_gte, created_at_lte, group_by, browser, os, country, app_version
        ) c
    );
end
$issue_summary_json$;

comment on function public.issue_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of issue_summary, same parameters: {data: [{code, title, count, conferences}]}.';

revoke all on function public.issue_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
