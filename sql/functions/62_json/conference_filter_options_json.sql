-- Stage 62, JSON: conference_filter_options as the body of its endpoint.
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
set enable_seqscan = off
set jit = off
as $conference_filter_options_json$
#variable_conflict use_variable
begin
    return pgsummary.option_body(pgsummary.count_sessions(
        pgsummary.ask('conference_filter_options', app_id, created_at_gte, created_at_lte),
        array[
            pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country'),
            pgsummary.measure('app_version')
        ]
    ));
end
$conference_filter_options_json$;

comment on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) is
'JSON of conference_filter_options, same parameters: {browser: [{value, sessions}], os: [...], country: '
'[...], app_version: [...]}.';

revoke all on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) from public;
