-- Stage 30, internal: what the causes in the log reach, as issues.
create or replace function pgsummary.changed_issues(up_to bigint default 9223372036854775807)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_issues$
begin
    if not exists (select from pgsummary.backlog()) then
        return '{}';
    end if;
    if exists (select from pgsummary.backlog() l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_issue x
            union
            select f.id from pgsummary.issue_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.backlog() l
        where l.id <= up_to and l.kind = 'i'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_issue x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
        union
        select x.id
        from pgsummary.backlog() l
        join public.app_issue x on x.session_id = l.entity
        where l.id <= up_to and l.kind = 's'
    );
end
$changed_issues$;

comment on function pgsummary.changed_issues(bigint) is
'ids of the issues whose facts may differ from their source, by the backlog up to an id';
