-- Stage 30, internal: what a connection counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.connection_measures(fact pgsummary.connection_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $connection_measures$
select 'n'::"char", 'r'::"char", fact.relayed::integer where fact.relayed is not null
union all
select 'n', 's', fact.setup_range::integer where fact.setup_range is not null
$connection_measures$;

comment on function pgsummary.connection_measures(pgsummary.connection_fact) is
'kind, measure and value (see rollup_day) of everything that one connection counts for';
