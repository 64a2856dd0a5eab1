-- Stage 22, measure: which measure contains this one where values are packed, as in rollup_segment. Inlined, hence no
-- SET.
create or replace function pgsummary.packed_in(measure "char")
returns "char"
language sql
immutable
parallel safe
as $packed_in$
select case measure
    when pgsummary.measure('status') then pgsummary.measure('time')
    when pgsummary.measure('duration_range') then pgsummary.measure('size')
    when pgsummary.measure('participants') then pgsummary.measure('size')
    when pgsummary.measure('session') then pgsummary.measure('country')
    else measure
end
$packed_in$;

comment on function pgsummary.packed_in("char") is
'the measure of rollup_segment whose values contain those of this one: time contains status, size contains '
'duration_range and participants, country (which every session has, even if it is 0) contains the number of sessions, '
'any other measure contains itself';
