-- Stage 30, internal: what a session counts for in the rollups. Inlined, hence no SET.
create or replace function pgsummary.session_measures(fact pgsummary.session_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $session_measures$
-- One row for the session; measures_of makes the four values of its profile of it.
select 's'::"char", 'n'::"char", 0
union all
select 'p', 'p', fact.place where fact.place is not null
$session_measures$;

comment on function pgsummary.session_measures(pgsummary.session_fact) is
'kind, measure and value of everything that one session counts for: p as in rollup_day; of n, the session itself, '
'measures_of makes b, o, c and v';
