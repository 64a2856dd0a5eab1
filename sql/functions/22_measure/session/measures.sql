-- Stage 22, measure: what a session counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.session_fact)
returns table (kind "char", profiles integer [], measure "char", value integer, n integer)
language sql
immutable
parallel safe
as $measures$
select 's'::"char", array[fact.profile], pgsummary.measure('session'), 0, 1
union all
select 'p', array[fact.profile], pgsummary.measure('place'), fact.place, 1 where fact.place is not null
union all
select 'v', array[fact.profile], pgsummary.measure('browser_version'), fact.browser_version, 1
where fact.browser_version is not null
union all
select 'v', array[fact.profile], pgsummary.measure('os_version'), fact.os_version, 1 where fact.os_version is not null
$measures$;

comment on function pgsummary.measures(pgsummary.session_fact) is
'everything that one session counts for: kind (see rollup_day), profiles, measure, value and how many (n); the '
'measures of its profile are a single one here (see spread_measure)';
