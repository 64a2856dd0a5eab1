-- Stage 30, internal: what a conference counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.conference_measures(fact pgsummary.conference_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $conference_measures$
select 'c'::"char", 's'::"char", fact.status::integer
union all
select 'c', 'x', fact.participants * 16 + coalesce(pgsummary.duration_range(fact.duration), 0)
union all
select 'c', 'k', u.code from unnest(fact.codes) as u (code)
$conference_measures$;

comment on function pgsummary.conference_measures(pgsummary.conference_fact) is
'kind, measure and value of everything that one conference counts for: those of rollup_day, but for x, participants '
'* 16 + duration range, of which measures_of makes p and d';
