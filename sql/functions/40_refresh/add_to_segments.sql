-- Stage 40, refresh: adds increments to the segments of their days, where these are segmented.
create or replace function pgsummary.add_to_segments(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_segments$
begin
    insert into pgsummary.rollup_segment as r (app, segment, day, measures, vals, counts)
    select i.app, i.segment, i.day, array_agg(i.measure), array_agg(i.value), array_agg(i.n)
    from pgsummary.increments_by_segment(increments) i
    group by 1, 2, 3
    on conflict (app, segment, day) do update set
        (measures, vals, counts) = (
            select a.measures, a.vals, a.counts
            from pgsummary.appended(
                r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
            ) a
        );
end
$add_to_segments$;

comment on function pgsummary.add_to_segments(pgsummary.increment []) is
'adds signed counts to rollup_segment, spread over the segments of their profiles; only those of segmented days';
