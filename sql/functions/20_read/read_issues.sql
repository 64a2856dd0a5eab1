-- Stage 20, read: what an issue is. Inlined, so that a caller pays only for the columns that it reads; hence no SET.
-- LIMIT makes each id use the index, even if an earlier plan assumed another size of the table. If partitions hold
-- several rows with the same id, the newest counts.
create or replace function pgsummary.read_issues(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    code text,
    gum_error text
)
language sql
stable
parallel safe
as $read_issues$
select
    i.id,
    c.app_id,
    i.created_at,
    (
        -- Not a join, so that the session is looked up only if the caller reads this column.
        select case when s.is_active then pgsummary.profile_key(s.platform, s.geo_ip, s.app_version) end
        from public.app_session s
        where s.id = i.session_id
        order by s.created_at desc
        limit 1
    ),
    i.code::text,
    pgsummary.gum_error_key(i.code, i.data)
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_issue x where x.id = k.id order by x.created_at desc limit 1
) i
-- Not a join, because the filter on app_id would make it read all conferences of the app.
cross join lateral (
    select x.app_id from public.conference x where x.id = i.conference_id order by x.created_at desc limit 1
) c
where i.is_active and i.code <> ''
    and i.created_at < '10000-01-01 00:00:00+00'
    -- Read once. Rows of archived days are not read any more.
    and i.created_at >= (
        select coalesce(x.archived_before::timestamp at time zone 'UTC', '0001-01-01 00:00:00+00')
        from pgsummary.state x
        where x.singleton
    )
$read_issues$;

comment on function pgsummary.read_issues(uuid []) is
'the active issues with a code and a conference among these ids: profile of the active session or null, getUserMedia '
'error (see gum_error_key). Source: app_issue, app_session, conference';
