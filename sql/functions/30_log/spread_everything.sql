-- Stage 30, log: replaces the marker for everything by a cause for each conference, so that it can be folded in
-- batches, oldest first, which fills the indexes best, and by one for each fact whose source is gone.
create or replace function pgsummary.spread_everything()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $spread_everything$
declare
    -- Archived days stay as they are.
    bound constant timestamptz := (
        select s.archived_before::timestamp at time zone 'UTC' from pgsummary.state s where s.singleton
    );
begin
    if not exists (
        select from pgsummary.change_log l
        where l.xid in (0, 9223372036854775807) and l.kind = '*' and l.closed_before is null
    ) then
        return;
    end if;
    -- One statement, one snapshot: its own triggers log whatever is committed later.
    with marker as (
        delete from pgsummary.change_log l
        where l.xid in (0, 9223372036854775807) and l.kind = '*' and l.closed_before is null
    )
    insert into pgsummary.change_log (kind, entity, conference_id)
    select x.kind, x.id, x.conference_id
    from (
        select 'C'::"char" as kind, k.id, k.id as conference_id, c.created_at
        from (
            select c.id from public.conference c where bound is null or c.created_at >= bound
            union
            select s.conference_id from public.app_session s where bound is not null and s.created_at >= bound
            union
            select n.conference_id from public.app_connection n where bound is not null and n.created_at >= bound
            union
            select i.conference_id from public.app_issue i where bound is not null and i.created_at >= bound
            union
            select f.id from pgsummary.conference_fact f
        ) k
        left join public.conference c on c.id = k.id
        where k.id is not null
        union all
        select 's', f.id, null, f.created_at
        from pgsummary.session_fact f
        where not exists (
            select from public.app_session s join public.conference c on c.id = s.conference_id where s.id = f.id
        )
        union all
        select 'n', f.id, null, f.created_at
        from pgsummary.connection_fact f
        where not exists (
            select from public.app_connection n join public.conference c on c.id = n.conference_id where n.id = f.id
        )
        union all
        select 'i', f.id, null, f.created_at
        from pgsummary.issue_fact f
        where not exists (
            select from public.app_issue i join public.conference c on c.id = i.conference_id where i.id = f.id
        )
    ) x
    order by x.created_at;
end
$spread_everything$;

comment on function pgsummary.spread_everything() is
'turns the marker * into one cause per conference and per orphaned fact';
