-- Stage 62, JSON: conference_list as the body of its endpoint.
create or replace function public.conference_list_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    status text default null,
    issue_code text default null,
    duration_gte integer default null,
    duration_lt integer default null,
    setup_time_gte float8 default null,
    setup_time_lt float8 default null,
    participants integer default null,
    participant_id uuid default null,
    city text default null,
    city_country text default null,
    gum_error text default null,
    relayed boolean default null,
    browser_version text default null,
    os_version text default null,
    max_rows integer default 50,
    skip_rows integer default 0,
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
as $conference_list_json$
begin
    return (
        select jsonb_build_object(
            'results', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'id', c.id, 'conference_id', c.conference_id, 'conference_name', c.conference_name,
                    'start_time', pgsummary.iso(c.start_time), 'call_start', pgsummary.iso(c.call_start),
                    'end_time', pgsummary.iso(c.end_time), 'ongoing', c.ongoing, 'duration', l.duration,
                    'created_at', pgsummary.iso(c.created_at), 'status', pgsummary.status_name(l.status),
                    'has_errors', exists (
                        select from public.app_issue i where i.conference_id = c.id and i.type = 'e' and i.is_active
                    ),
                    'has_warnings', exists (
                        select from public.app_issue i where i.conference_id = c.id and i.type = 'w' and i.is_active
                    ),
                    'participants_count', l.participants
                ) order by c.created_at desc, c.id desc)
                from pgsummary.read_conferences(p.ids) l
                join public.conference c on c.id = l.id and c.created_at = l.created_at
            ), '[]'),
            'count', p.total,
            'archived_before', (select s.archived_before from pgsummary.state s)
        )
        from pgsummary.conference_page(
            'conference_list',
            conference_list_json.app_id,
            conference_list_json.created_at_gte,
            conference_list_json.created_at_lte,
            conference_list_json.status,
            conference_list_json.issue_code,
            conference_list_json.duration_gte,
            conference_list_json.duration_lt,
            conference_list_json.setup_time_gte,
            conference_list_json.setup_time_lt,
            conference_list_json.participants,
            conference_list_json.participant_id,
            conference_list_json.city,
            conference_list_json.city_country,
            conference_list_json.gum_error,
            conference_list_json.relayed,
            conference_list_json.browser_version,
            conference_list_json.os_version,
            conference_list_json.max_rows,
            conference_list_json.skip_rows,
            conference_list_json.browser,
            conference_list_json.os,
            conference_list_json.country,
            conference_list_json.app_version
        ) p
    );
end
$conference_list_json$;

comment on function public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, text, text,
    text, boolean, text, text, integer, integer, text, text, text, text
) is
'JSON of conference_list, same parameters: {results: [{id, conference_id, conference_name, start_time, '
'call_start, end_time, ongoing, duration, created_at, status, has_errors, has_warnings, '
'participants_count}], count, archived_before}, times in ISO 8601 UTC; count of all that match; archived_before: the '
'date before which days are archived, whose conferences are not listed, or null.';

revoke all on function public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, text, text,
    text, boolean, text, text, integer, integer, text, text, text, text
) from public;
