-- Stage 42, rollup: appends to a histogram. Readers add values up, so a value may come twice; the histogram is summed
-- up each time it has grown by a certain number of entries.
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
'a histogram (measures, vals, counts) with another one appended, summed up from time to time';
