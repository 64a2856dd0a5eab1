-- Stage 60, API: conferences by their number of participants.
create or replace function public.conference_participant_count_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (participants integer, conferences bigint)
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
as $conference_participant_count_summary$
#variable_conflict use_variable
begin
    return query
    select c.*
    from pgsummary.participant_chart(
        pgsummary.count_conferences(
            pgsummary.ask('conference_participant_count_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version),
            array[pgsummary.measure('participants')]
        )
    ) c;
end
$conference_participant_count_summary$;

comment on function public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'Conferences by number of participants, ordered by it. created_at_gte, created_at_lte: both inclusive, '
'null = open. participants are linked, active, not an SFU and have a session. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null. Source: rollups, facts and log of conference_fact.';

revoke all on function public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
