-- Stage 62, JSON: connection_setup_time_summary as the body of its endpoint, with the conferences of each range.
create or replace function public.connection_setup_time_conferences_json(
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
set enable_seqscan = off
set jit = off
as $connection_setup_time_conferences_json$
#variable_conflict use_variable
declare
    q constant pgsummary.question := pgsummary.ask(
        'connection_setup_time_conferences_json', app_id, created_at_gte, created_at_lte, browser, os, country,
        app_version
    );
    tallies constant pgsummary.tally[] := pgsummary.count_connections(
        q, array[pgsummary.measure('setup_bin')], pgsummary.rolled_quality(q)
    );
    changed constant uuid[] := pgsummary.changed_connections();
begin
    return (
        select jsonb_build_object('data', jsonb_agg(
            to_jsonb(c) - 'id' || jsonb_build_object('conference_ids', case
                when c.count > 0 then pgsummary.setup_conferences(q, changed, c.id::integer, 100)
                else '{}'
            end)
            order by c.id
        ))
        from pgsummary.setup_chart(tallies) with ordinality as c (range, min_ms, max_ms, count, id)
    );
end
$connection_setup_time_conferences_json$;

comment on function public.connection_setup_time_conferences_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'JSON of connection_setup_time_summary, same parameters, with the conferences of the connections: {data: [{range, '
'min_ms, max_ms, count, conference_ids}]}, the ids of at most 100 conferences for each range, the conference of the '
'latest connection first. The API server''s own endpoint of this name sends the same. Source: as '
'connection_setup_time_summary, app_connection.';

revoke all on function public.connection_setup_time_conferences_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
