-- Stage 22, measure: what a conference counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.measures(fact pgsummary.conference_fact)
returns table (kind "char", profiles integer [], measure "char", value integer, n integer)
language sql
immutable
parallel safe
as $measures$
select 'c'::"char", fact.profiles, pgsummary.measure('status'), fact.status::integer, 1
union all
select 'c', fact.profiles, pgsummary.measure('size'), pgsummary.packed_size(fact.participants, fact.duration), 1
union all
select 'c', fact.profiles, pgsummary.measure('conference_code'), u.code, 1 from pg_catalog.unnest(fact.codes) as u (code)
union all
select 'q', fact.profiles, pgsummary.measure('seconds'), s.value, s.n from pgsummary.seconds_in(fact.duration) s
$measures$;

comment on function pgsummary.measures(pgsummary.conference_fact) is
'everything that one conference counts for: kind (see rollup_day), profiles, measure, value and how many (n)';
