-- Stage 60, API: conferences by duration.
create or replace function public.conference_duration_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (range text, min_sec integer, max_sec integer, count bigint)
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
as $conference_duration_summary$
#variable_conflict use_variable
begin
    return query
    select c.*
    from pgsummary.duration_chart(
        pgsummary.count_conferences(
            pgsummary.ask('conference_duration_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
            array[pgsummary.measure('duration_range')]
        )
    ) c;
end
$conference_duration_summary$;

comment on function public.conference_duration_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Conferences by duration, always all 12 ranges in order. created_at_gte, created_at_lte: both inclusive, '
'null = open. range is its label, min_sec belongs to it, max_sec (null in the last) does not; count is '
'conferences. browser, os, country, app_version: filters on the session, null or empty = none, Unknown = '
'missing. Errors: 22004 app_id is null. Source: rollups, facts and log of conference_fact.';

revoke all on function public.conference_duration_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
