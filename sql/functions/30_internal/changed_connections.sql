-- Stage 30, internal: what the causes in the log reach, as connections.
create or replace function pgsummary.changed_connections(up_to bigint default 9223372036854775807)
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
    if exists (select from pgsummary.backlog() l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_connection x
            union
            select f.id from pgsummary.connection_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.backlog() l
        where l.id <= up_to and l.kind = 'n'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_connection x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_connection x on x.session_id = l.entity
        where l.id <= up_to and l.kind = 's'
    );
end
$changed_connections$;

comment on function pgsummary.changed_connections(bigint) is
'ids of the connections whose facts may differ from their source, by the backlog up to an id';
