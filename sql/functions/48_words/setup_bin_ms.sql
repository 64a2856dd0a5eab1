-- Stage 48, words: the set-up time that stands for all in a bin (see setup_bin).
create or replace function pgsummary.setup_bin_ms(bin integer)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_bin_ms$
declare
    place constant integer := pgsummary.setup_range_of(bin);
    ends constant float8[] := '{1,250,500,750,1000,1500,2000,2500,3000,4000,5000,Infinity}';
    low float8 := ends[place];
    high float8;
begin
    if bin is null or bin = 1024 then
        return case when bin = 1024 then 0.5 end;
    elsif bin < 1024 then
        high := least(ends[place + 1], 1000 * low);
    else
        low := low * 1.05::float8 ^ (bin % 1024 - case when place = 1 then 1 else 0 end);
        high := least(ends[place + 1], 1.05 * low);
    end if;
    -- As far, in proportion, from the lower end as from the upper one.
    return round((2 * low * high / (low + high))::numeric, 3)::float8;
end
$setup_bin_ms$;

comment on function pgsummary.setup_bin_ms(integer) is
'a set-up time in ms that differs from each in this bin by 2.5 % at most, or by 1 ms where they are shorter than that';
