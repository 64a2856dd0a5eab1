-- Stage 22, measure: the value of a measure, from the value of the measure that contains it. Inlined, hence no SET.
create or replace function pgsummary.unpacked(measure "char", packed integer)
returns integer
language sql
immutable
parallel safe
as $unpacked$
select case measure
    when pgsummary.measure('status') then packed % 4
    when pgsummary.measure('duration_range') then nullif(packed % 16, 0)
    when pgsummary.measure('participants') then packed / 16
    when pgsummary.measure('session') then 0
    else packed
end
$unpacked$;

comment on function pgsummary.unpacked("char", integer) is
'the value of a measure in a value of the measure that packed_in gives for it; null for a missing duration range';
