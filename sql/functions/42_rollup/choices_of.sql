-- Stage 42, rollup: every choice of a profile's values, those of one value first. Inlined, hence no SET.
create or replace function pgsummary.choices_of(terms integer [])
returns table (place bigint, browser integer, os integer, country integer, app_version integer)
language sql
immutable
parallel safe
as $choices_of$
select
    b.place,
    -- As bits: 1 browser, 2 OS, 4 country, 8 app version.
    case when b.bits & 1 > 0 then choices_of.terms[1] else -1 end,
    case when b.bits & 2 > 0 then choices_of.terms[2] else -1 end,
    case when b.bits & 4 > 0 then choices_of.terms[3] else -1 end,
    case when b.bits & 8 > 0 then choices_of.terms[4] else -1 end
from unnest('{1,2,4,8,3,5,6,9,10,12,7,11,13,14,15}'::integer []) with ordinality as b (bits, place)
$choices_of$;

comment on function pgsummary.choices_of(integer []) is
'the 15 segments of these terms (browser, OS, country, app version), in the order of profile.segments; -1 where not '
'filtered';
