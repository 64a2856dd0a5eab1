-- Stage 42, rollup: how many values a segment chooses. Inlined, hence no SET.
create or replace function pgsummary.depth_of(segment pgsummary.segment)
returns integer
language sql
immutable
parallel safe
as $depth_of$
select (segment.browser <> -1)::integer + (segment.os <> -1)::integer + (segment.country <> -1)::integer
    + (segment.app_version <> -1)::integer
$depth_of$;

comment on function pgsummary.depth_of(pgsummary.segment) is 'how many filter values a segment chooses, 1 to 4';
