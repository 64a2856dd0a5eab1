-- Stage 30, log: whether a change concerns only archived days. A trigger calls it only for rows that are old enough, so
-- that only writers of such rows pay for the look-up. It does not see rows that a concurrent transaction attaches to
-- the changed row: refresh looks again before it drops the change.
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
'the day before which days are archived, if a change of these rows in these conferences reaches nothing newer; newest '
'is the time of the newest row (null: they have no time); otherwise null';
