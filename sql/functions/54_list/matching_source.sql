-- Stage 54, list: which of these conferences match what no fact of a conference holds: where its sessions are from, its
-- getUserMedia errors, whether its connections are relayed. That is read from the source, so that no log is needed to
-- make it right. Planned each time, by how many conferences there are and what is asked for: few are looked up one by
-- one, for many the table is read once. The rows of a conference were written together, so that a look-up is cheap.
create or replace function pgsummary.matching_source(
    conference_ids uuid [],
    conference_times timestamptz [],
    city text,
    city_country text,
    gum_error text,
    relayed boolean,
    out ids uuid [],
    out times timestamptz []
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = on
set random_page_cost = 1.1
as $matching_source$
#variable_conflict use_column
declare
    from_nowhere constant boolean := lower(matching_source.city_country collate "C") = 'unknown';
begin
    ids := conference_ids;
    times := conference_times;
    if gum_error is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_issue i
            where i.conference_id = c.id and i.is_active and i.code = 'getusermedia_error'
                and pgsummary.gum_error_key(i.code, i.data) is not null
                and coalesce(pgsummary.json_text(i.data, '{name}'), 'Unknown') = matching_source.gum_error
        );
    end if;
    if city is not null or city_country is not null then
        select array_agg(c.id), array_agg(c.created_at) into ids, times
        from unnest(ids, times) as c (id, created_at)
        where exists (
            select
            from public.app_session s
            where s.conference_id = c.id and s.is_active
                -- The text first, by which most are left out.
                and (matching_source.city is null or s.geo_ip ->> 'city' = matching_source.city)
                and (
                    matching_source.city is null
                    or pgsummary.json_text(s.geo_ip, '{city}') = matching_source.city
                )
                and case
                    when matching_source.city_country is null then true
                    when from_nowhere then pgsummary.json_text(s.geo_ip, '{country_code}') is null
                    else pgsummary.json_text(s.geo_ip, '{country_code}') = matching_source.city_country
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

comment on function pgsummary.matching_source(uuid [], timestamptz [], text, text, text, boolean) is
'those of the conferences, each with its time, that have an active session from that city and country (Unknown: none), '
'an active getUserMedia error of that name (Unknown: none) and an active connection that is relayed, or is not; null '
'lets all pass; null for none. Source: app_session, app_issue, app_connection';
