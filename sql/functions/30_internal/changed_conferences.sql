-- Stage 30, internal: what the causes in the log reach, as conferences.
create or replace function pgsummary.changed_conferences(
    up_to bigint default 9223372036854775807,
    up_to_place tid default '(4294967295,65535)',
    causes text default 'oCcsnilp'
)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_conferences$
begin
    if not exists (select from pgsummary.backlog()) then
        return '{}';
    end if;
    if exists (
        select from pgsummary.backlog() l where l.xid in (0, 9223372036854775807) and l.kind = '*' and l.xid <= up_to
    ) then
        return array(
            select c.id from public.conference c
            union
            select f.id from pgsummary.conference_fact f
        );
    end if;
    return array(
        select l.conference_id
        from pgsummary.backlog() l
        where (l.xid, l.place) <= (up_to, up_to_place) and l.conference_id is not null
            and position(l.kind::text in causes) > 0
        union
        select s.conference_id
        from pgsummary.backlog() l
        join public.app_session s on s.participant_id = l.entity
        where (l.xid, l.place) <= (up_to, up_to_place) and l.kind = 'p'
            and position('p' in causes) > 0
    );
end
$changed_conferences$;

comment on function pgsummary.changed_conferences(bigint, tid, text) is
'ids of the conferences whose facts may differ from their source, by the backlog up to a place in it; on request only '
'by some kinds of cause (see change_log)';
