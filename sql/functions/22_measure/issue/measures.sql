-- Stage 22, measure: what an issue counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.issue_fact)
returns table (kind "char", profiles integer [], measure "char", value integer, n integer)
language sql
immutable
parallel safe
as $measures$
select 'i'::"char", array[fact.profile], pgsummary.measure('issue_code'), fact.code, 1
union all
select 'i', array[fact.profile], pgsummary.measure('gum_error'), fact.gum_error, 1 where fact.gum_error is not null
$measures$;

comment on function pgsummary.measures(pgsummary.issue_fact) is
'everything that one issue counts for: kind (see rollup_day), profiles, measure, value and how many (n)';
