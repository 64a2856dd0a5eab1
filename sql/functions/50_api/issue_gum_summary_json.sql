-- Stage 50, API: issue_gum_summary as the body of its endpoint.
create or replace function public.issue_gum_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
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
as $issue_gum_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'name', s.name, 'message', s.message, 'count', s.count
            ) order by s.row_number), '[]'),
            'total', coalesce(sum(s.count), 0)
        )
        from public.issue_gum_summary(
            issue_gum_summary_json.app_id,
            issue_gum_summary_json.created_at_gte,
            issue_gum_summary_json.created_at_lte,
            issue_gum_summary_json.browser,
            issue_gum_summary_json.os,
            issue_gum_summary_json.country,
            issue_gum_summary_json.app_version
        ) with ordinality as s (name, message, count, row_number)
    );
end
$issue_gum_summary_json$;

comment on function public.issue_gum_summary_json(uuid, timestamptz, timestamptz, text, text, text, text) is
'JSON of issue_gum_summary, same parameters: {data: [{name, message, count}], total}.';

revoke all on function public.issue_gum_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
