-- Stage 42, rollup: the segments that a profile is in, which must be learnt already. Inlined, hence no SET. OFFSET 0
-- makes each one use the index: the planner does not know how many segments there are.
create or replace function pgsummary.segments_of(profile pgsummary.profile, most integer)
returns table (segments integer [])
language sql
stable
parallel safe
as $segments_of$
select array(
    select s.id
    from pgsummary.choices_of(array[profile.browser, profile.os, profile.country, profile.app_version]) c
    cross join lateral (
        select x.id from pgsummary.segment x
        where x.browser = c.browser and x.os = c.os and x.country = c.country and x.app_version = c.app_version
        offset 0
    ) s
    where c.place <= most
    order by c.place
)
$segments_of$;

comment on function pgsummary.segments_of(pgsummary.profile, integer) is
'the first n segments of a profile, in the order of choices_of';
