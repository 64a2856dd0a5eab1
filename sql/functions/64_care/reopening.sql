-- Stage 64, care: what would be lost if archived days were opened again.
create or replace function pgsummary.reopening(from_day date)
returns table (kind text, counted bigint, present bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $reopening$
with bound as (
    select from_day::timestamp at time zone 'UTC' as lo, s.archived_before::timestamp at time zone 'UTC' as hi
    from pgsummary.state s
),
counted as (
    select
        coalesce(sum(cardinality(d.conferences)), 0)::bigint as conferences,
        coalesce(sum(cardinality(d.sessions)), 0)::bigint as sessions,
        coalesce(sum(cardinality(d.connections)), 0)::bigint as connections,
        coalesce(sum(cardinality(d.issues)), 0)::bigint as issues
    from pgsummary.archived_day d
    where d.day >= from_day
)
select 'conferences', n.conferences, (
    select count(*) from public.conference c, bound b
    where c.created_at >= b.lo and c.created_at < b.hi and c.is_active
)
from counted n
union all
select 'sessions', n.sessions, (
    select count(*) from public.app_session s, bound b
    where s.created_at >= b.lo and s.created_at < b.hi and s.is_active
        and exists (select from public.conference c where c.id = s.conference_id)
)
from counted n
union all
select 'connections', n.connections, (
    select count(*) from public.app_connection o, bound b
    where o.created_at >= b.lo and o.created_at < b.hi and o.is_active
        and exists (select from public.conference c where c.id = o.conference_id)
)
from counted n
union all
select 'issues', n.issues, (
    select count(*) from public.app_issue i, bound b
    where i.created_at >= b.lo and i.created_at < b.hi and i.is_active and i.code <> ''
        and exists (select from public.conference c where c.id = i.conference_id)
)
from counted n
$reopening$;

comment on function pgsummary.reopening(date) is
'for each kind of row, how many were counted when the days from a day on were archived, and how many rows of these '
'days exist now, which reopen_days would count';
