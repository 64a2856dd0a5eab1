-- Stage 62, JSON: conference_participant_count_summary as the body of its endpoint.
create or replace function public.conference_participant_count_summary_json(
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
as $conference_participant_count_summary_json$
#variable_conflict use_variable
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(c), '[]'), 'total_conferences', coalesce(sum(c.conferences), 0)
        )
        from public.conference_participant_count_summary(
            app_id, created_at_gte, created_at_lte, browser, os, country, app_version
        ) c
    );
end
$conference_participant_count_summary_json$;

comment on function public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'JSON of conference_participant_count_summary, same parameters: {data: [{participants, conferences}], '
'total_conferences}.';

revoke all on function public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
