-- Stage 20, read: the bin of a set-up time: 1024 times the range (see setup_ranges), plus the step of 5 % from the
-- lower end of the range. So a bin lies within a range, and its middle is within 2.5 % of every value in it.
create or replace function pgsummary.setup_bin(ms float8)
returns smallint
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_bin$
declare
    step constant float8 := ln(1.05::float8);
    lower_ends constant float8[] := '{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}';
    range integer;
begin
    if ms < 1 then
        return 1024;
    elsif ms < 250 then
        return 1025 + floor(ln(ms) / step);
    end if;
    range := width_bucket(ms, lower_ends);
    return 1024 * range + floor(ln(ms / lower_ends[range]) / step);
end
$setup_bin$;

comment on function pgsummary.setup_bin(float8) is
'the bin of a set-up time in ms: 1024 times the id of its range in setup_ranges, plus the step within it; null for '
'null';
