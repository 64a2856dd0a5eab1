-- Stage 22, measure: what a connection counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.connection_fact)
returns table (kind "char", profiles integer [], measure "char", value integer, n integer)
language sql
immutable
parallel safe
as $measures$
select 'q'::"char", array[fact.profile], pgsummary.measure('relayed'), fact.relayed::integer, 1
where fact.relayed is not null
union all
select 'q', array[fact.profile], pgsummary.measure('setup_bin'), fact.setup_bin::integer, 1
where fact.setup_bin is not null
$measures$;

comment on function pgsummary.measures(pgsummary.connection_fact) is
'everything that one connection counts for: kind (see rollup_day), profiles, measure, value and how many (n)';
