-- Stage 22, measure: what an increment counts for by day and quarter-hour, where nothing is packed. Inlined, hence no
-- SET.
create or replace function pgsummary.spread_measure(kind "char", measure "char", value integer, profiles integer [])
returns table (kind "char", measure "char", value integer)
language sql
stable
parallel safe
as $spread_measure$
-- Charts show the number of sessions over time, so it is kept with the other measures of that kind (see rollup_day).
select
    case spread_measure.measure when pgsummary.measure('session') then 'q' else spread_measure.kind end,
    spread_measure.measure, spread_measure.value
where spread_measure.measure <> pgsummary.measure('size')
union all
select
    spread_measure.kind,
    pgsummary.measure('duration_range'),
    pgsummary.unpacked(pgsummary.measure('duration_range'), spread_measure.value)
where spread_measure.measure = pgsummary.measure('size')
    and pgsummary.unpacked(pgsummary.measure('duration_range'), spread_measure.value) is not null
union all
select
    spread_measure.kind,
    pgsummary.measure('participants'),
    pgsummary.unpacked(pgsummary.measure('participants'), spread_measure.value)
where spread_measure.measure = pgsummary.measure('size')
union all
select spread_measure.kind, m.measure, m.value
from pgsummary.profile p
cross join lateral pgsummary.measures(row(p.*)::pgsummary.profile) m
where spread_measure.measure = pgsummary.measure('session') and p.id = profiles[1]
$spread_measure$;

comment on function pgsummary.spread_measure("char", "char", integer, integer []) is
'the kinds (see rollup_day), measures and values that an increment counts for: for size its two measures, for a '
'session the session itself and the four of its profile';
