-- Stage 20, read: what a session is. Inlined, so that a caller pays only for the columns that it reads; hence no SET.
-- LIMIT makes each id use the index, even if an earlier plan assumed another size of the table. If partitions hold
-- several rows with the same id, the newest counts.
create or replace function pgsummary.read_sessions(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    city text,
    country_code text,
    latitude float8,
    longitude float8,
    browser_version text,
    os_version text
)
language sql
stable
parallel safe
as $read_sessions$
select
    s.id,
    c.app_id,
    s.created_at,
    pgsummary.profile_key(s.platform, s.geo_ip, s.app_version),
    pgsummary.json_text(s.geo_ip, '{city}'),
    pgsummary.json_text(s.geo_ip, '{country_code}'),
    pgsummary.coordinate(s.geo_ip -> 'latitude'),
    pgsummary.coordinate(s.geo_ip -> 'longitude'),
    pgsummary.browser_version(s.platform),
    pgsummary.os_version(s.platform)
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_session x where x.id = k.id order by x.created_at desc limit 1
) s
-- Not a join, because the filter on app_id would make it read all conferences of the app.
cross join lateral (
    select x.app_id from public.conference x where x.id = s.conference_id order by x.created_at desc limit 1
) c
where s.is_active and s.created_at < '10000-01-01 00:00:00+00'
    -- Read once. Rows of archived days are not read any more.
    and s.created_at >= (
        select coalesce(x.archived_before::timestamp at time zone 'UTC', '0001-01-01 00:00:00+00')
        from pgsummary.state x
        where x.singleton
    )
$read_sessions$;

comment on function pgsummary.read_sessions(uuid []) is
'the active sessions among these ids: profile (see profile_key), city, country and coordinates in degrees, null '
'where missing; browser_version and os_version (see these). Source: app_session, conference';
