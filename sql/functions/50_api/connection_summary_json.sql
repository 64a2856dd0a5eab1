-- Stage 50, API: connection_summary as the body of its endpoint.
create or replace function public.connection_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'type',
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
as $connection_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'name', s.name, 'count', s.count
            ) order by s.row_number), '[]')
        )
        from public.connection_summary(
            connection_summary_json.app_id,
            connection_summary_json.created_at_gte,
            connection_summary_json.created_at_lte,
            connection_summary_json.group_by,
            connection_summary_json.browser,
            connection_summary_json.os,
            connection_summary_json.country,
            connection_summary_json.app_version
        ) with ordinality as s (name, count, row_number)
    );
end
$connection_summary_json$;

comment on function public.connection_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of connection_summary, same parameters: {data: [{name, count}]}.';

revoke all on function public.connection_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
