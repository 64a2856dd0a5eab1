-- Stage 22, measure: participants and duration range of a conference in one number. Inlined, hence no SET.
create or replace function pgsummary.packed_size(participants integer, duration integer)
returns integer
language sql
immutable
parallel safe
as $packed_size$
select participants * 16 + coalesce(pgsummary.duration_range(duration), 0)
$packed_size$;

comment on function pgsummary.packed_size(integer, integer) is
'the value of the measure size: participants and the range of a duration in seconds (see unpacked)';
