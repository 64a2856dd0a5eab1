-- Stage 30, internal: what the causes in the log reach, as conferences.
create or replace function pgsummary.changed_conferences(
    up_to bigint default 9223372036854775807, causes text default 'oCcsnilp'
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
    if exists (select from pgsummary.backlog() l where l.kind = '*' and l.id <= up_to) then
        return array(
            select c.id from public.conference c
            union
            select f.id from pgsummary.conference_fact f
        );
    end if;
    return array(
        select l.conference_id
        from pgsummary.backlog() l
        where l.id <= up_to and l.conference_id is not null and position(l.kind::text in causes) > 0
        union
        select s.conference_id
        from pgsummary.backlog() l
        join public.app_session s on s.participant_id = l.entity
        where l.id <= up_to and l.kind = 'p' and position('p' in causes) > 0
    );
end
$changed_conferences$;

comment on function pgsummary.changed_conferences(bigint, text) is
'ids of the conferences whose facts may differ from their source, by the backlog up to an id; on request only by some '
'kinds of cause (see change_log)';
