-- Stage 50, question: whether a filter selects any of a conference's profiles. Inlined, hence no SET. It unnests
-- nothing, which would take ten times as long as testing the four profiles that most conferences have at most.
create or replace function pgsummary.any_selected(profiles integer [], mask bit varying)
returns boolean
language sql
immutable
parallel safe
as $any_selected$
select case
    when profiles[1] is null then false
    when pg_catalog.get_bit(mask, profiles[1]) = 1 then true
    when profiles[2] is null then false
    when pg_catalog.get_bit(mask, profiles[2]) = 1 then true
    when profiles[3] is null then false
    when pg_catalog.get_bit(mask, profiles[3]) = 1 then true
    when profiles[4] is null then false
    when pg_catalog.get_bit(mask, profiles[4]) = 1 then true
    when profiles[5] is null then false
    else pgsummary.any_selected_of_many(profiles, mask)
end
$any_selected$;

comment on function pgsummary.any_selected(integer [], bit varying) is
'whether any of these profiles is selected by a mask (see question)';
