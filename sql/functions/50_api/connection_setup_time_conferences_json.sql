-- Stage 50, API: connection_setup_time_summary as the body of its endpoint, with the conferences of each range.
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
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'range', s.range, 'min_ms', s.min_ms, 'max_ms', s.max_ms, 'count', s.count,
                'conference_ids', case
                    when s.count > 0 then to_jsonb(pgsummary.setup_conferences(
                        'connection_setup_time_conferences_json',
                        connection_setup_time_conferences_json.app_id,
                        connection_setup_time_conferences_json.created_at_gte,
                        connection_setup_time_conferences_json.created_at_lte,
                        s.row_number::integer,
                        100,
                        connection_setup_time_conferences_json.browser,
                        connection_setup_time_conferences_json.os,
                        connection_setup_time_conferences_json.country,
                        connection_setup_time_conferences_json.app_version
                    ))
                    else '[]'
                end
            ) order by s.row_number), '[]')
        )
        from public.connection_setup_time_summary(
            connection_setup_time_conferences_json.app_id,
            connection_setup_time_conferences_json.created_at_gte,
            connection_setup_time_conferences_json.created_at_lte,
            connection_setup_time_conferences_json.browser,
            connection_setup_time_conferences_json.os,
            connection_setup_time_conferences_json.country,
            connection_setup_time_conferences_json.app_version
        ) with ordinality as s (range, min_ms, max_ms, count, row_number)
    );
end
$connection_setup_time_conferences_json$;

comment on function public.connection_setup_time_conferences_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'JSON of connection_setup_time_summary, same parameters, with whose connections each range counts: {data: [{range, '
'min_ms, max_ms, count, conference_ids}]}, the ids of at most 100 conferences a range, that of the latest connection '
'first. What the API server''s own endpoint of this name sends. Source: as connection_setup_time_summary, '
'app_connection.';

revoke all on function public.connection_setup_time_conferences_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
