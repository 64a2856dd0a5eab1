-- Stage 40, refresh: what an increment counts for by day and quarter: one of sessions for each value of its profile,
-- one of participants and duration (x) for either. Inlined, hence no SET.
create or replace function pgsummary.measures_of(kind "char", measure "char", value integer, profiles integer [])
returns table (measure "char", value integer)
language sql
stable
parallel safe
as $measures_of$
select measures_of.measure, measures_of.value
where measures_of.kind <> 's' and measures_of.measure <> 'x'
union all
select 'd', measures_of.value % 16 where measures_of.measure = 'x' and measures_of.value % 16 > 0
union all
select 'p', measures_of.value / 16 where measures_of.measure = 'x'
union all
select v.measure, v.value
from pgsummary.profile p
cross join lateral (
    values
        ('b'::"char", case when p.has_platform then p.browser else -1 end),
        ('o'::"char", case when p.has_platform then p.os else -1 end),
        ('c'::"char", p.country),
        ('v'::"char", p.app_version)
) as v (measure, value)
where measures_of.kind = 's' and p.id = profiles[1]
$measures_of$;

comment on function pgsummary.measures_of("char", "char", integer, integer []) is
'the measures and values that an increment counts for; -1 is a session without a platform';
