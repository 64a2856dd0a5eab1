-- Stage 50, API: conference_filter_options as the body of its endpoint.
create or replace function public.conference_filter_options_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null
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
as $conference_filter_options_json$
begin
    return (
        select jsonb_build_object('browser', '[]'::jsonb, 'os', '[]'::jsonb, 'country', '[]'::jsonb, 'app_version',
        '[]'::jsonb)
            || coalesce(jsonb_object_agg(d.dimension, d.choices), '{}')
        from (
            select s.dimension, jsonb_agg(
                jsonb_build_object('value', s.value, 'sessions', s.sessions) order by s.row_number
            ) as choices
            from public.conference_filter_options(
                conference_filter_options_json.app_id, conference_filter_options_json.created_at_gte,
                conference_filter_options_json.created_at_lte
            ) with ordinality as s (dimension, value, sessions, row_number)
            group by s.dimension
        ) d
    );
end
$conference_filter_options_json$;

comment on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) is
'JSON of conference_filter_options, same parameters: {browser: [{value, sessions}], os: [...], country: '
'[...], app_version: [...]}.';

revoke all on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) from public;
