-- Stage 42, rollup: adds a few counts to a histogram, as a refresh does to many. To look each one up is several times
-- faster than to sum up the whole, unless there are many.
create or replace function pgsummary.appended(
    inout measures "char" [],
    inout vals integer [],
    inout counts integer [],
    more_measures "char" [],
    more_vals integer [],
    more_counts integer []
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $appended$
declare
    place integer;
    candidate integer;
begin
    if cardinality(more_counts) > 16 then
        select coalesce(array_agg(s.measure), '{}'), coalesce(array_agg(s.value), '{}'), coalesce(array_agg(s.n), '{}')
        into measures, vals, counts
        from (
            select u.measure, u.value, sum(u.n)::integer as n
            from unnest(measures || more_measures, vals || more_vals, counts || more_counts) as u (measure, value, n)
            group by 1, 2
            having sum(u.n) <> 0
        ) s;
        return;
    end if;
    for i in 1 .. cardinality(more_counts) loop
        place := null;
        foreach candidate in array array_positions(vals, more_vals[i]) loop
            if measures[candidate] = more_measures[i] then
                place := candidate;
                exit;
            end if;
        end loop;
        if place is null then
            measures := measures || more_measures[i];
            vals := vals || more_vals[i];
            counts := counts || more_counts[i];
        elsif counts[place] + more_counts[i] <> 0 then
            counts[place] := counts[place] + more_counts[i];
        else
            measures := measures[:place - 1] || measures[place + 1:];
            vals := vals[:place - 1] || vals[place + 1:];
            counts := counts[:place - 1] || counts[place + 1:];
        end if;
    end loop;
end
$appended$;

comment on function pgsummary.appended("char" [], integer [], integer [], "char" [], integer [], integer []) is
'a histogram (measures, vals, counts), each value once, with the counts of another one added, none of which is 0';
