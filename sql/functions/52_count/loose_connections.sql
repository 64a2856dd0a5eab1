-- Stage 52, count: the connection facts that are counted one by one: those that no rollup of the question holds (1),
-- and those that the log names (-1). Inlined, so that a caller pays only for the columns that it reads; hence no SET.
create or replace function pgsummary.loose_connections(q pgsummary.question, changed uuid [])
returns table (n integer, created_at timestamptz, relayed smallint, setup_bin smallint)
language sql
stable
parallel safe
as $loose_connections$
select 1, f.created_at, f.relayed, f.setup_bin
from unnest(q.fact_from, q.fact_to) as e (lo, hi)
cross join lateral (
    select x.created_at, x.profile, x.relayed, x.setup_bin
    from pgsummary.connection_fact x
    where x.app = q.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1
union all
select 1, f.created_at, f.relayed, f.setup_bin
from unnest(q.fact_from, q.fact_to) as e (lo, hi)
cross join lateral (
    select d.connections as facts
    from pgsummary.archived_day d
    where d.app = q.app and d.day < q.archived_before
        and d.day >= (e.lo at time zone 'UTC')::date
        and d.day <= ((e.hi - interval '1 microsecond') at time zone 'UTC')::date
    offset 0
) d
cross join lateral unnest(d.facts) f
where f.created_at >= e.lo and f.created_at < e.hi and (not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1)
union all
select -1, f.created_at, f.relayed, f.setup_bin
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.connection_fact x where x.id = k.id offset 0
) f
where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
    and (not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1)
$loose_connections$;

comment on function pgsummary.loose_connections(pgsummary.question, uuid []) is
'signed facts of connections that a question counts one by one, filters applied';
