-- Stage 60, API: connections by the time they took to set up.
create or replace function public.connection_setup_time_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (range text, min_ms integer, max_ms integer, count bigint)
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
as $connection_setup_time_summary$
#variable_conflict use_variable
declare
    q constant pgsummary.question := pgsummary.ask(
        'connection_setup_time_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version
    );
begin
    return query
    select c.*
    from pgsummary.setup_chart(
        pgsummary.count_connections(q, array[pgsummary.measure('setup_bin')], pgsummary.rolled_quality(q))
    ) c;
end
$connection_setup_time_summary$;

comment on function public.connection_setup_time_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Connections by set-up time (first negotiation, if connected), always all 11 ranges in order. '
'created_at_gte, created_at_lte: both inclusive, null = open. range is its label, min_ms belongs to it, '
'max_ms (null in the last) does not; count is connections. browser, os, country, app_version: filters on '
'the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null. Source: rollups, '
'facts and log of connection_fact.';

revoke all on function public.connection_setup_time_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
