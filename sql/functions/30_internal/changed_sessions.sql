-- Stage 30, internal: what the causes in the log reach, as sessions.
create or replace function pgsummary.changed_sessions(up_to bigint default 9223372036854775807)
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
    if exists (select from pgsummary.backlog() l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_session x
            union
            select f.id from pgsummary.session_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.backlog() l
        where l.id <= up_to and l.kind = 's'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_session x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
    );
end
$changed_sessions$;

comment on function pgsummary.changed_sessions(bigint) is
'ids of the sessions whose facts may differ from their source, by the backlog up to an id';
