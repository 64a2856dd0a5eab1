-- Stage 52, count: histograms as tallies, whenever they were.
create or replace function pgsummary.tallies_of(histograms pgsummary.histogram [], wanted "char" [])
returns pgsummary.tally []
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $tallies_of$
select array(
    select row(w.measure, u.value, null, null, sum(h.sign * u.n))::pgsummary.tally
    from unnest(histograms) h
    cross join unnest(wanted) as w (measure)
    cross join lateral pgsummary.values_of(h.measures, h.vals, h.counts, w.measure) u
    group by w.measure, u.value
)
$tallies_of$;

comment on function pgsummary.tallies_of(pgsummary.histogram [], "char" []) is
'what histograms come to by measure and value, for some measures, at no time';
