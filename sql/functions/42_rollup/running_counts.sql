-- Stage 42, rollup: counts of the measure time as rollup_time keeps them.
create or replace function pgsummary.running_counts(vals integer [], counts integer [])
returns integer []
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $running_counts$
declare
    running integer[] := array_fill(0, array[388]);
begin
    for i in 1 .. cardinality(vals) loop
        -- A row in a quarter-hour counts from the next one on.
        running[vals[i] + 5] := running[vals[i] + 5] + counts[i];
    end loop;
    for place in 5 .. 388 loop
        running[place] := running[place] + running[place - 4];
    end loop;
    return running;
end
$running_counts$;

comment on function pgsummary.running_counts(integer [], integer []) is
'how many a day had of each status before each quarter-hour (see rollup_time), from values of the measure time and '
'how many there are of each';
