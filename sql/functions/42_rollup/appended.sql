-- Stage 42, rollup: a histogram with more at its end. Where readers add up a value may come again, and sums are made
-- each time it has grown by so many.
create or replace function pgsummary.appended(
    inout measures "char" [],
    inout vals integer [],
    inout counts integer [],
    more_measures "char" [],
    more_vals integer [],
    more_counts integer [],
    step integer default 128
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $appended$
declare
    size_before constant integer := cardinality(counts);
begin
    measures := measures || more_measures;
    vals := vals || more_vals;
    counts := counts || more_counts;
    if cardinality(counts) / step > size_before / step then
        select coalesce(array_agg(s.measure), '{}'), coalesce(array_agg(s.value), '{}'), coalesce(array_agg(s.n), '{}')
        into measures, vals, counts
        from (
            select u.measure, u.value, sum(u.n)::integer as n
            from unnest(measures, vals, counts) as u (measure, value, n)
            group by 1, 2
            having sum(u.n) <> 0
        ) s;
    end if;
end
$appended$;

comment on function pgsummary.appended("char" [], integer [], integer [], "char" [], integer [], integer [], integer) is
'a histogram (measures, vals, counts) and another one after it, summed up now and then';
