-- Stage 20, read: the bin of a set-up time: 1024 times the range (see setup_ranges), plus the step of 5 % from the
-- lower end of the range. So a bin lies within a range, and its middle is within 2.5 % of every value in it. Inlined,
-- hence no SET.
create or replace function pgsummary.setup_bin(ms float8)
returns smallint
language sql
immutable
parallel safe
as $setup_bin$
select case
    when ms < 1 then 1024
    when ms < 250 then 1025 + pg_catalog.floor(pg_catalog.ln(ms) / pg_catalog.ln(1.05::float8))
    else 1024 * r.id + pg_catalog.floor(pg_catalog.ln(ms / r.low) / pg_catalog.ln(1.05::float8))
end::smallint
from (
    select w.id, ('{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}'::float8 [])[w.id] as low
    from (
        select pg_catalog.width_bucket(ms, '{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}'::float8 []) as id
    ) w
) r
$setup_bin$;

comment on function pgsummary.setup_bin(float8) is
'the bin of a set-up time in ms: 1024 times the id of its range in setup_ranges, plus the step within it; null for '
'null';
