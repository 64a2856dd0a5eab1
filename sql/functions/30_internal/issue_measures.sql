-- Stage 30, internal: what an issue counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.issue_measures(fact pgsummary.issue_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $issue_measures$
select 'i'::"char", 'k'::"char", fact.code
union all
select 'i', 'g', fact.gum_error where fact.gum_error is not null
$issue_measures$;

comment on function pgsummary.issue_measures(pgsummary.issue_fact) is
'kind, measure and value (see rollup_day) of everything that one issue counts for';
