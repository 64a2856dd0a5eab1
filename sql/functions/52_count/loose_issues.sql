-- Stage 52, count: the issue facts that are counted one by one: those that no rollup of the question holds (1), and
-- those that the log names (-1). Inlined, so that a caller pays only for the columns that it reads; hence no SET.
create or replace function pgsummary.loose_issues(q pgsummary.question, changed uuid [])
returns table (n integer, code integer, gum_error integer)
language sql
stable
parallel safe
as $loose_issues$
select 1, f.code, f.gum_error
from unnest(q.fact_from, q.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.code, x.gum_error
    from pgsummary.issue_fact x
    where x.app = q.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1
union all
select 1, f.code, f.gum_error
from unnest(q.fact_from, q.fact_to) as e (lo, hi)
cross join lateral (
    select d.issues as facts
    from pgsummary.archived_day d
    where d.app = q.app and d.day < q.archived_before
        and d.day >= (e.lo at time zone 'UTC')::date
        and d.day <= ((e.hi - interval '1 microsecond') at time zone 'UTC')::date
    offset 0
) d
cross join lateral unnest(d.facts) f
where f.created_at >= e.lo and f.created_at < e.hi and (not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1)
union all
select -1, f.code, f.gum_error
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.issue_fact x where x.id = k.id offset 0
) f
where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
    and (not q.filtered or pg_catalog.get_bit(q.mask, f.profile) = 1)
$loose_issues$;

comment on function pgsummary.loose_issues(pgsummary.question, uuid []) is
'signed facts of issues that a question counts one by one, filters applied';
