-- Stage 60, API: the conferences behind a chart, newest first.
create or replace function public.conference_list(
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
returns setof pgsummary.listed_conference
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
as $conference_list$
#variable_conflict use_column
begin
    return query
    select
        -- A column may have become wider, or its type a domain.
        c.id::uuid, c.conference_id::text, c.conference_name::text, c.start_time::timestamptz,
        c.call_start::timestamptz, c.end_time::timestamptz, c.ongoing::boolean,
        l.duration, c.created_at::timestamptz, pgsummary.status_name(l.status),
        exists (
            select from public.app_issue i where i.conference_id = c.id and i.type = 'e' and i.is_active
        ),
        exists (
            select from public.app_issue i where i.conference_id = c.id and i.type = 'w' and i.is_active
        ),
        l.participants, p.total
    from pgsummary.conference_page(
        'conference_list',
        conference_list.app_id,
        conference_list.created_at_gte,
        conference_list.created_at_lte,
        conference_list.status,
        conference_list.issue_code,
        conference_list.duration_gte,
        conference_list.duration_lt,
        conference_list.setup_time_gte,
        conference_list.setup_time_lt,
        conference_list.participants,
        conference_list.participant_id,
        conference_list.city,
        conference_list.city_country,
        conference_list.gum_error,
        conference_list.relayed,
        conference_list.browser_version,
        conference_list.os_version,
        conference_list.max_rows,
        conference_list.skip_rows,
        conference_list.browser,
        conference_list.os,
        conference_list.country,
        conference_list.app_version
    ) p
    cross join lateral pgsummary.read_conferences(p.ids) l
    join public.conference c on c.id = l.id and c.created_at = l.created_at
    order by c.created_at desc, c.id desc;
end
$conference_list$;

comment on function public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, text, text,
    text, boolean, text, text, integer, integer, text, text, text, text
) is
'The conferences that match, newest first, then by id descending, without those of archived days; total_count is the '
'number of all that match. '
'created_at_gte, created_at_lte: both inclusive, null = open. status: success, warning, error or ongoing; '
'issue_code: has such an active issue; duration_gte, duration_lt: seconds; setup_time_gte, setup_time_lt: '
'some active connection took that many ms to set up; participants: how many it has; participant_id: linked '
'to it; city, city_country: some active session is from there, Unknown = no country; gum_error: some active '
'getUserMedia error has that name, Unknown = none; relayed: some active connection is, or is not; '
'browser_version, os_version: some active session has that name and version, as session_summary says them; '
'null = any. max_rows, skip_rows: the page. browser, os, country, app_version: filters on the session, '
'null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown status, '
'negative max_rows or skip_rows. Source: facts, log, conference, app_issue; app_session, app_connection.';

revoke all on function public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, text, text,
    text, boolean, text, text, integer, integer, text, text, text, text
) from public;
