-- Stage 30, internal: which measure of a segment says what a measure of rollup_day does. Inlined, hence no SET.
create or replace function pgsummary.segment_measure(kind "char", measure "char")
returns "char"
language sql
immutable
parallel safe
as $segment_measure$
select case kind::text || measure::text
    -- In time, which the status is not told without.
    when 'cs' then 't'
    when 'cd' then 'x'
    when 'cp' then 'x'
    -- One letter per measure, for all kinds are in one row.
    when 'ns' then 'u'
    when 'pp' then 'l'
    when 'ik' then 'i'
    else measure
end::"char"
$segment_measure$;

comment on function pgsummary.segment_measure("char", "char") is
'the measure of rollup_segment that stands for this one of rollup_day; x is participants * 16 + duration range';
