-- Stage 53, chart: percentiles of a histogram. It is a loop, because a window over the bins of all buckets takes five
-- times as long.
create or replace function pgsummary.nearest_ranks(vals integer [], counts bigint [], total bigint, percents integer [])
returns integer []
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $nearest_ranks$
declare
    so_far bigint := 0;
    place integer := 0;
    percent integer;
    found integer[] := '{}';
begin
    if vals is null then
        return null;
    end if;
    foreach percent in array percents loop
        while 100 * so_far < percent * total loop
            place := place + 1;
            so_far := so_far + counts[place];
        end loop;
        found := found || vals[place];
    end loop;
    return found;
end
$nearest_ranks$;

comment on function pgsummary.nearest_ranks(integer [], bigint [], bigint, integer []) is
'for each per cent (ascending, above 0), the smallest value that at least this share does not exceed; values are '
'ascending, with their counts and their total; null without values';
