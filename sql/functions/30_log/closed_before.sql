-- Stage 30, log: whether a change is of archived days alone. A trigger asks it of rows that are old enough, so that
-- only who writes to such pays for the look-up. What a concurrent transaction makes belong to the row, it does not see:
-- refresh looks again before it lets the change go.
create or replace function pgsummary.closed_before(
    cause "char", ids uuid [], conferences uuid [], newest timestamptz
)
returns date
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $closed_before$
declare
    archived_before date;
    bound timestamptz;
begin
    select s.archived_before, s.archived_before::timestamp at time zone 'UTC' into archived_before, bound
    from pgsummary.state s
    where s.singleton;
    if bound is null or newest >= bound then
        return null;
    end if;
    if exists (select from public.conference c where c.id = any (conferences) and c.created_at >= bound) then
        return null;
    end if;
    if cause = 'C' and (
        exists (select from public.app_session s where s.conference_id = any (ids) and s.created_at >= bound)
        or exists (select from public.app_connection n where n.conference_id = any (ids) and n.created_at >= bound)
        or exists (select from public.app_issue i where i.conference_id = any (ids) and i.created_at >= bound)
    ) then
        return null;
    end if;
    if cause = 's' and (
        exists (select from public.app_connection n where n.session_id = any (ids) and n.created_at >= bound)
        or exists (select from public.app_issue i where i.session_id = any (ids) and i.created_at >= bound)
    ) then
        return null;
    end if;
    return archived_before;
end
$closed_before$;

comment on function pgsummary.closed_before("char", uuid [], uuid [], timestamptz) is
'the day before which all is archived, where a change of these rows, the newest of which is of that instant (null: '
'they have no time), and in these conferences reaches nothing else; else null';
