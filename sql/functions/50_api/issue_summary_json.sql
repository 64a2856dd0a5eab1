-- Stage 50, API: issue_summary as the body of its endpoint.
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
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'code', s.code, 'title', s.title, 'count', s.count, 'conferences', s.conferences
            ) order by s.row_number), '[]')
        )
        from public.issue_summary(
            issue_summary_json.app_id,
            issue_summary_json.created_at_gte,
            issue_summary_json.created_at_lte,
            issue_summary_json.group_by,
            issue_summary_json.browser,
            issue_summary_json.os,
            issue_summary_json.country,
            issue_summary_json.app_version
        ) with ordinality as s (code, title, count, conferences, row_number)
    );
end
$issue_summary_json$;

comment on function public.issue_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of issue_summary, same parameters: {data: [{code, title, count, conferences}]}.';

revoke all on function public.issue_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
