-- Stage 42, rollup: gives a day its segments.
create or replace function pgsummary.segment_day(app integer, day date)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $segment_day$
begin
    insert into pgsummary.segmented_day (app, day, depth)
    select segment_day.app, segment_day.day, case when x.sessions >= s.busy_day_sessions then 4 else 1 end
    from pgsummary.state s
    cross join (
        select sum(u.n) as sessions
        from pgsummary.rollup_day r
        cross join lateral unnest(r.measures, r.counts) as u (measure, n)
        where r.app = segment_day.app and r.segment = 0 and r.kind = 's' and r.day = segment_day.day
            and u.measure = pgsummary.measure('country')
    ) x;
    perform pgsummary.add_to_segments(pgsummary.increments_of_day(segment_day.app, segment_day.day), to_late => false);
end
$segment_day$;

comment on function pgsummary.segment_day(integer, date) is
'makes the segments of an app and a day that has none yet: of one value, or of up to four if it has enough sessions';
