-- Stage 60, API: connections by type.
create or replace function public.connection_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'type',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, count bigint)
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
as $connection_summary$
#variable_conflict use_variable
declare
    q pgsummary.question;
begin
    perform pgsummary.check_choice('connection_summary', 'group_by', group_by, '{type}');
    q := pgsummary.ask('connection_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version);
    return query
    select c.*
    from pgsummary.relay_chart(
        pgsummary.count_connections(q, array[pgsummary.measure('relayed')], pgsummary.rolled_quality(q))
    ) c;
end
$connection_summary$;

comment on function public.connection_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Connections by type, always Direct and Relayed. created_at_gte, created_at_lte: both inclusive, null = '
'open. group_by: type; a connection without a type is not counted. browser, os, country, app_version: '
'filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 '
'unknown group_by. Source: rollups, facts and log of connection_fact.';

revoke all on function public.connection_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
