-- Stage 48, words: the set-up time that stands for all in a bin (see setup_bin).
create or replace function pgsummary.setup_bin_ms(bin integer)
returns float8
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_bin_ms$
select case
    when bin = 1024 then 0.5
    -- As far, in proportion, from the lower end as from the upper one.
    else round((2 * e.low * e.high / (e.low + e.high))::numeric, 3)::float8
end
from (
    select x.low, least(x.low * case when bin < 1024 then 1000 else 1.05 end, r.max_ms) as high
    from pgsummary.setup_ranges() r
    cross join lateral (
        select greatest(r.min_ms, 1) * 1.05::float8 ^ (case
            when bin < 1024 then 0 else bin % 1024 - case when r.id = 1 then 1 else 0 end
        end) as low
    ) x
    where r.id = pgsummary.setup_range_of(bin)
) e
$setup_bin_ms$;

comment on function pgsummary.setup_bin_ms(integer) is
'a set-up time in ms that differs from each in this bin by 2.5 % at most, or by 1 ms where they are shorter than that';
