-- Stage 22, measure: which measure holds this one where values are kept packed, as rollup_segment does. Inlined, hence
-- no SET.
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
'the measure of rollup_segment whose values hold those of this one: time holds status, size holds duration_range and '
'participants, country (which each session has, be it 0) how many sessions there are, any other measure itself';
