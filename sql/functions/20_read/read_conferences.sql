-- Stage 20, read: what a conference is. Inlined, so that a caller pays only for the columns that it reads; hence no
-- SET. LIMIT makes each id use the index, even if an earlier plan assumed another size of the table. If partitions
-- hold several rows with the same id, the newest counts.
create or replace function pgsummary.read_conferences(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    duration integer,
    participants integer,
    status smallint,
    profiles text [],
    codes text [],
    setup_ms float8 []
)
language sql
stable
parallel safe
as $read_conferences$
select
    c.id,
    c.app_id,
    c.created_at,
    -- The column may have any width: a duration over 68 years counts as 68 years.
    greatest(least(c.duration, 2147483647), -2147483648)::integer,
    (
        -- From the sessions of the conference, since a participant may have many sessions.
        select pg_catalog.count(distinct p.id)::integer
        from (select x.participant_id from public.app_session x where x.conference_id = c.id offset 0) s
        join public.participant p on p.id = s.participant_id
        where p.is_active
            and not p.is_sfu
            and exists (
                select from public.participant_conferences pc
                where pc.participant_id = p.id and pc.conference_id = c.id
            )
    ),
    case
        when c.ongoing then 3
        else coalesce((
            select pg_catalog.max(case i.type when 'e' then 2 when 'w' then 1 end)
            from public.app_issue i
            where i.conference_id = c.id and i.is_active
        ), 0)
    end::smallint,
    array(
        select distinct pgsummary.profile_key(s.platform, s.geo_ip, s.app_version)
        from public.app_session s
        where s.conference_id = c.id and s.is_active
    ),
    array(
        select distinct i.code::text
        from public.app_issue i
        where i.conference_id = c.id and i.is_active and i.code <> ''
    ),
    array(
        select t.ms
        from public.app_connection n
        cross join lateral pgsummary.setup_ms(n.connection_info) as t (ms)
        where n.conference_id = c.id and n.is_active and t.ms is not null
        order by t.ms
    )
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.conference x where x.id = k.id order by x.created_at desc limit 1
) c
where c.is_active and c.created_at < '10000-01-01 00:00:00+00'
    -- Read once. Rows of archived days are not read any more.
    and c.created_at >= (
        select coalesce(x.archived_before::timestamp at time zone 'UTC', '0001-01-01 00:00:00+00')
        from pgsummary.state x
        where x.singleton
    )
$read_conferences$;

comment on function pgsummary.read_conferences(uuid []) is
'the active conferences among these ids. duration in seconds; status 0 success, 1 warning, 2 error, 3 ongoing; '
'participants are linked, active, not an SFU and have a session; profiles of active sessions (see profile_key), codes '
'of active issues, set-up times in ms of active connections. Source: conference, participant, participant_conferences, '
'app_session, app_connection, app_issue';
