-- Stage 30, internal: what the causes in the log reach, as connections.
create or replace function pgsummary.changed_connections(
    up_to bigint default 9223372036854775807,
    up_to_place tid default '(4294967295,65535)'
)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_connections$
begin
    if not exists (select from pgsummary.backlog()) then
        return '{}';
    end if;
    if exists (
        select from pgsummary.backlog() l where l.xid in (0, 9223372036854775807) and l.kind = '*' and l.xid <= up_to
    ) then
        return array(
            select x.id from public.app_connection x
            union
            select f.id from pgsummary.connection_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.backlog() l
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 'n'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_connection x on x.conference_id = l.entity
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 'C'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_connection x on x.session_id = l.entity
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 's'
    );
end
$changed_connections$;

comment on function pgsummary.changed_connections(bigint, tid) is
'ids of the connections whose facts may differ from their source, by the backlog up to a place in it';
