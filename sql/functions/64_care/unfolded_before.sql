-- Stage 64, care: whether the log names a row from before an instant, according to its fact or its source.
create or replace function pgsummary.unfolded_before(instant timestamptz)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $unfolded_before$
declare
    ids uuid[];
begin
    if exists (select from pgsummary.backlog() l where l.kind = '*') then
        return true;
    end if;
    ids := pgsummary.changed_conferences();
    if exists (select from pgsummary.conference_fact f where f.id = any (ids) and f.created_at < instant)
        or exists (select from pgsummary.read_conferences(ids) l where l.created_at < instant)
    then
        return true;
    end if;
    ids := pgsummary.changed_sessions();
    if exists (select from pgsummary.session_fact f where f.id = any (ids) and f.created_at < instant)
        or exists (select from pgsummary.read_sessions(ids) l where l.created_at < instant)
    then
        return true;
    end if;
    ids := pgsummary.changed_connections();
    if exists (select from pgsummary.connection_fact f where f.id = any (ids) and f.created_at < instant)
        or exists (select from pgsummary.read_connections(ids) l where l.created_at < instant)
    then
        return true;
    end if;
    ids := pgsummary.changed_issues();
    return exists (select from pgsummary.issue_fact f where f.id = any (ids) and f.created_at < instant)
        or exists (select from pgsummary.read_issues(ids) l where l.created_at < instant);
end
$unfolded_before$;

comment on function pgsummary.unfolded_before(timestamptz) is
'whether a change that is not folded yet may belong to a row that is older than this instant and not archived';
