-- Stage 22, measure: what a conference counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.conference_fact)
returns table (kind "char", profiles integer [], measure "char", value integer)
language sql
immutable
parallel safe
as $measures$
select 'c'::"char", fact.profiles, pgsummary.measure('status'), fact.status::integer
union all
select 'c', fact.profiles, pgsummary.measure('size'), pgsummary.packed_size(fact.participants, fact.duration)
union all
select 'c', fact.profiles, pgsummary.measure('conference_code'), u.code from pg_catalog.unnest(fact.codes) as u (code)
$measures$;

comment on function pgsummary.measures(pgsummary.conference_fact) is
'kind (see rollup_day), profiles, measure and value of everything that one conference counts for';
