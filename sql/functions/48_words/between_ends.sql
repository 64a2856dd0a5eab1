-- Stage 48, words: the harmonic mean of the ends of a bin. Inlined, hence no SET.
create or replace function pgsummary.between_ends(low float8, ratio float8, at_most float8)
returns float8
language sql
immutable
parallel safe
as $between_ends$
select 2 * low * least(at_most, ratio * low) / (low + least(at_most, ratio * low))
$between_ends$;

comment on function pgsummary.between_ends(float8, float8, float8) is
'the value as far, in proportion, from low as from ratio times low, or as from at_most if that is less';
