-- Stage 54, list: the conferences that match parameters which conference facts do not hold: cities and versions of
-- sessions, getUserMedia errors, relayed connections. It reads the source, so it needs no log to be right. PostgreSQL
-- plans it each time, because the plan depends on the number of conferences and the parameters: few conferences are
-- looked up one by one, for many the table is read once. The rows of a conference were written together, so a look-up
-- is cheap.
create or replace function pgsummary.matching_source(
    q pgsummary.question,
    search boolean,
    changed uuid [],
    status smallint,
    code integer,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer,
    there pgsummary.question,
    city text,
    city_country text,
    gum_error text,
    relayed boolean,
    browser_version text,
    os_version text,
    inout ids uuid [],
    inout times timestamptz []
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = on
set random_page_cost = 2
as $matching_source$
#variable_conflict use_column
declare
    from_nowhere constant boolean := lower(matching_source.city_country collate "C") = 'unknown';
    gum_code constant integer := (
        select t.id from pgsummary.term t where t.hash = sha256(convert_to('getusermedia_error', 'SQL_ASCII'))
    );
begin
    if search then
        select ids || array_agg(f.id), times || array_agg(f.created_at) into ids, times
        from pgsummary.conference_fact f
        where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
            and (not q.filtered or pgsummary.any_selected(f.profiles, q.mask))
            and (not there.filtered or pgsummary.any_selected(f.profiles, there.mask))
            and (gum_error is null or gum_code = any (f.codes))
            and pgsummary.fact_matches(
                f, matching_source.status, matching_source.code, matching_source.duration_gte,
                matching_source.duration_lt, matching_source.setup_time_gte, matching_source.setup_time_lt,
                matching_source.participants
            )
            and not exists (select from unnest(changed) as k (id) where k.id = f.id);
    end if;
    if gum_error is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_issue i
            where i.conference_id = c.id and i.is_active and i.code = 'getusermedia_error'
                and case
                    when pgsummary.gum_error_key(i.code, i.data) is null then false
                    else coalesce(pgsummary.json_text(i.data, '{name}'), 'Unknown') = matching_source.gum_error
                end
        );
    end if;
    if city is not null or city_country is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_session s
            where s.conference_id = c.id and s.is_active
                -- One condition, because the planner would assume that several are too selective. The text comes first,
                -- because it rules out most rows.
                and case
                    when matching_source.city is null or s.geo_ip ->> 'city' = matching_source.city
                        then (
                            matching_source.city is null
                            or pgsummary.json_text(s.geo_ip, '{city}') = matching_source.city
                        ) and case
                            when matching_source.city_country is null then true
                            when from_nowhere then pgsummary.json_text(s.geo_ip, '{country_code}') is null
                            else pgsummary.json_text(s.geo_ip, '{country_code}') = matching_source.city_country
                        end
                    else false
                end
        );
    end if;
    if browser_version is not null or os_version is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_session s
            where s.conference_id = c.id and s.is_active
                and case
                    when matching_source.browser_version is null then true
                    else pgsummary.browser_version(s.platform) = matching_source.browser_version
                end
                and case
                    when matching_source.os_version is null then true
                    else pgsummary.os_version(s.platform) = matching_source.os_version
                end
        );
    end if;
    if relayed is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_connection n
            where n.conference_id = c.id and n.is_active and (n.type = 'r') = matching_source.relayed
        );
    end if;
end
$matching_source$;

comment on function pgsummary.matching_source(
    pgsummary.question, boolean, uuid [], smallint, integer, integer, integer, float8, float8, integer,
    pgsummary.question, text, text, text, boolean, text, text, uuid [], timestamptz []
) is
'the conferences already found (ids, times) and, if search is set, the facts that match and are not among the changed, '
'as far as they have an active session from that city and country (Unknown: none), one of these versions, an active '
'getUserMedia error of that name (Unknown: none) and an active connection that is relayed, or is not; null passes all. '
'there: a question that city_country filters. Null if there are none. Source: facts, app_session, app_issue, '
'app_connection';
