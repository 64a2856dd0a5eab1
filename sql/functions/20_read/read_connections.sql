-- Stage 20, read: what a connection is. Inlined, so that a caller pays only for the columns that it reads; hence no
-- SET. LIMIT makes each id use the index, even if an earlier plan assumed another size of the table. If partitions
-- hold several rows with the same id, the newest counts.
create or replace function pgsummary.read_connections(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    relayed smallint,
    setup_bin smallint
)
language sql
stable
parallel safe
as $read_connections$
select
    n.id,
    c.app_id,
    n.created_at,
    (
        -- Not a join, so that the session is looked up only if the caller reads this column.
        select case when s.is_active then pgsummary.profile_key(s.platform, s.geo_ip, s.app_version) end
        from public.app_session s
        where s.id = n.session_id
        order by s.created_at desc
        limit 1
    ),
    case when n.type = 'r' then 1 when n.type is not null then 0 end::smallint,
    pgsummary.setup_bin(pgsummary.setup_ms(n.connection_info))
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_connection x where x.id = k.id order by x.created_at desc limit 1
) n
-- Not a join, because the filter on app_id would make it read all conferences of the app.
cross join lateral (
    select x.app_id from public.conference x where x.id = n.conference_id order by x.created_at desc limit 1
) c
where n.is_active and n.created_at < '10000-01-01 00:00:00+00'
    -- Read once. Rows of archived days are not read any more.
    and n.created_at >= (
        select coalesce(x.archived_before::timestamp at time zone 'UTC', '0001-01-01 00:00:00+00')
        from pgsummary.state x
        where x.singleton
    )
$read_connections$;

comment on function pgsummary.read_connections(uuid []) is
'the active connections among these ids: profile of the active session or null, relayed (1, 0, null without a type), '
'bin of the set-up time (see setup_bin). Source: app_connection, app_session, conference';
