-- Stage 54, list: whether any number lies within bounds.
create or replace function pgsummary.any_within(numbers float8 [], lower_bound float8, upper_bound float8)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $any_within$
select exists (
    select from unnest(numbers) as n (number)
    where (lower_bound is null or n.number >= lower_bound) and (upper_bound is null or n.number < upper_bound)
)
$any_within$;

comment on function pgsummary.any_within(float8 [], float8, float8) is
'whether any of the numbers is at least one bound and less than the other; null is no bound';
