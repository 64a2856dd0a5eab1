-- Stage 30, internal: whether a filter selects any of a conference's profiles. Inlined, hence no SET. Unrolled for the
-- first four: a set to unnest would take ten times as long.
create or replace function pgsummary.any_selected(profiles integer [], mask boolean [])
returns boolean
language sql
immutable
parallel safe
as $any_selected$
select coalesce(mask[profiles[1] + 1], false) or coalesce(mask[profiles[2] + 1], false)
    or coalesce(mask[profiles[3] + 1], false) or coalesce(mask[profiles[4] + 1], false)
    or (profiles[5] is not null and exists (select from unnest(profiles) as p (id) where mask[p.id + 1]))
$any_selected$;

comment on function pgsummary.any_selected(integer [], boolean []) is
'whether any of these profiles is selected by a mask (see coverage)';
