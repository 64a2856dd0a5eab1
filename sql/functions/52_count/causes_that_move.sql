-- Stage 52, count: which changes can change any of these measures. Inlined, hence no SET.
create or replace function pgsummary.causes_that_move(measures "char" [], filtered boolean)
returns text
language sql
immutable
parallel safe
as $causes_that_move$
select pg_catalog.string_agg(pgsummary.causes_of(m.measure, filtered), '') from unnest(measures) as m (measure)
$causes_that_move$;

comment on function pgsummary.causes_that_move("char" [], boolean) is
'the causes (see change_log) that can change any of these measures or, with filters, what is counted';
