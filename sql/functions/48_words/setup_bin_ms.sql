-- Stage 48, words: the set-up time that stands for all values of a bin (see setup_bin): as far, in proportion, from the
-- lower end of the bin as from the upper one. Inlined, hence no SET, and the lower end is written four times.
create or replace function pgsummary.setup_bin_ms(bin integer)
returns float8
language sql
immutable
parallel safe
as $setup_bin_ms$
select case
    when bin = 1024 then 0.5
    else pg_catalog.round(1000 * pgsummary.between_ends(
        ('{1,250,500,750,1000,1500,2000,2500,3000,4000,5000}'::float8 [])[pgsummary.setup_range_of(bin)]
        * case
            when bin < 1024 then 1
            else 1.05::float8 ^ (bin % 1024 - case when pgsummary.setup_range_of(bin) = 1 then 1 else 0 end)
        end,
        case when bin < 1024 then 1000 else 1.05 end,
        ('{250,500,750,1000,1500,2000,2500,3000,4000,5000,Infinity}'::float8 [])[pgsummary.setup_range_of(bin)]
    )) / 1000
end
$setup_bin_ms$;

comment on function pgsummary.setup_bin_ms(integer) is
'a set-up time in ms that differs from each one in this bin by at most 2.5 %, or by at most 1 ms if they are under 1 '
'ms';
