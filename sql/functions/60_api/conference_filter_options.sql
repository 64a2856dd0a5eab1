-- Stage 60, API: the options of the filters.
create or replace function public.conference_filter_options(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null
)
returns table (dimension text, value text, sessions bigint)
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
as $conference_filter_options$
#variable_conflict use_variable
begin
    return query
    select c.*
    from pgsummary.option_chart(
        pgsummary.count_sessions(
            pgsummary.ask('conference_filter_options', app_id, created_at_gte, created_at_lte),
            array[
                pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country'),
                pgsummary.measure('app_version')
            ]
        )
    ) c;
end
$conference_filter_options$;

comment on function public.conference_filter_options(uuid, timestamptz, timestamptz) is
'The values a filter can choose: dimension (browser, os, country, app_version), value, sessions of the '
'range that have it, most frequent first, then by value. Unknown are the sessions without one. '
'created_at_gte, created_at_lte: both inclusive, null = open. Errors: 22004 app_id is null. Source: '
'rollups, facts and log of session_fact.';

revoke all on function public.conference_filter_options(uuid, timestamptz, timestamptz) from public;
