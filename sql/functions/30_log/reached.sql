-- Stage 30, log: what causes reach, resolved now and not when they were logged (a trigger does not see what other
-- transactions are about to commit). Inlined, hence no SET; OFFSET 0 makes each id use its index.
create or replace function pgsummary.reached(causes pgsummary.cause [])
returns table (kind "char", id uuid)
language sql
stable
parallel safe
as $reached$
select 'c'::"char", l.conference_id from pg_catalog.unnest(causes) l where l.conference_id is not null
union all
select 'c', x.conference_id
from pg_catalog.unnest(causes) l
cross join lateral (
    select s.conference_id from public.app_session s where s.participant_id = l.entity offset 0
) x
where l.kind = 'p' and x.conference_id is not null
union all
select l.kind, l.entity from pg_catalog.unnest(causes) l where l.kind in ('s', 'n', 'i')
union all
select 's', x.id
from pg_catalog.unnest(causes) l
cross join lateral (select s.id from public.app_session s where s.conference_id = l.entity offset 0) x
where l.kind = 'C'
union all
select 'n', x.id
from pg_catalog.unnest(causes) l
cross join lateral (select n.id from public.app_connection n where n.conference_id = l.entity offset 0) x
where l.kind = 'C'
union all
select 'n', x.id
from pg_catalog.unnest(causes) l
cross join lateral (select n.id from public.app_connection n where n.session_id = l.entity offset 0) x
where l.kind = 's'
union all
select 'i', x.id
from pg_catalog.unnest(causes) l
cross join lateral (select i.id from public.app_issue i where i.conference_id = l.entity offset 0) x
where l.kind = 'C'
union all
select 'i', x.id
from pg_catalog.unnest(causes) l
cross join lateral (select i.id from public.app_issue i where i.session_id = l.entity offset 0) x
where l.kind = 's'
union all
select everything.kind, everything.id
from (
    select 'c'::"char" as kind, c.id from public.conference c
    union all
    select 'c', f.id from pgsummary.conference_fact f
    union all
    select 's', s.id from public.app_session s
    union all
    select 's', f.id from pgsummary.session_fact f
    union all
    select 'n', n.id from public.app_connection n
    union all
    select 'n', f.id from pgsummary.connection_fact f
    union all
    select 'i', i.id from public.app_issue i
    union all
    select 'i', f.id from pgsummary.issue_fact f
) everything
where exists (select from pg_catalog.unnest(causes) l where l.kind = '*')
$reached$;

comment on function pgsummary.reached(pgsummary.cause []) is
'ids of the facts that may differ from their source by these causes (see change_log): c of conferences, s sessions, '
'n connections, i issues; one may come more than once';
