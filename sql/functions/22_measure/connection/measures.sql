-- Stage 22, measure: what a connection counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.connection_fact)
returns table (kind "char", profiles integer [], measure "char", value integer)
language sql
immutable
parallel safe
as $measures$
select 'n'::"char", array[fact.profile], pgsummary.measure('relayed'), fact.relayed::integer where fact.relayed is not null
union all
select 'n', array[fact.profile], pgsummary.measure('setup_range'), fact.setup_range::integer where fact.setup_range is not null
$measures$;

comment on function pgsummary.measures(pgsummary.connection_fact) is
'kind (see rollup_day), profiles, measure and value of everything that one connection counts for';
