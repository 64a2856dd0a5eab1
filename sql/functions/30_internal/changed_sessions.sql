-- Stage 30, internal: what the causes in the log reach, as sessions.
create or replace function pgsummary.changed_sessions(
    up_to bigint default 9223372036854775807,
    up_to_place tid default '(4294967295,65535)'
)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_sessions$
begin
    if not exists (select from pgsummary.backlog()) then
        return '{}';
    end if;
    if exists (
        select from pgsummary.backlog() l where l.xid in (0, 9223372036854775807) and l.kind = '*' and l.xid <= up_to
    ) then
        return array(
            select x.id from public.app_session x
            union
            select f.id from pgsummary.session_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.backlog() l
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 's'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_session x on x.conference_id = l.entity
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 'C'
    );
end
$changed_sessions$;

comment on function pgsummary.changed_sessions(bigint, tid) is
'ids of the sessions whose facts may differ from their source, by the backlog up to a place in it';
