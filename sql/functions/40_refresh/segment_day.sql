-- Stage 40, refresh: gives a day that is over its segments. From then on folds keep them.
create or replace function pgsummary.segment_day()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set work_mem = '256MB'
as $segment_day$
#variable_conflict use_column
declare
    next record;
begin
    -- The newest day of an app still grows, and most of what a refresh folds is of it: it has no segments to keep. What
    -- clients date in the future makes no day old.
    select r.app, r.day, (
        select sum(u.n)
        from unnest(r.measures, r.counts) as u (measure, n)
        where u.measure = pgsummary.measure('country')
    ) as sessions
    into next
    from pgsummary.rollup_day r
    where r.segment = 0 and r.kind = 's'
        and r.day < (
            select max(x.day) from pgsummary.rollup_day x
            where x.app = r.app and x.segment = 0 and x.kind = 's' and x.day <= (now() at time zone 'UTC')::date
        )
        and not exists (select from pgsummary.segmented_day s where s.app = r.app and s.day = r.day)
    order by r.day desc, r.app
    limit 1;
    if next.day is null then
        return false;
    end if;
    insert into pgsummary.segmented_day (app, day, depth)
    select next.app, next.day, case when next.sessions >= s.busy_day then 4 else 1 end
    from pgsummary.state s;
    perform pgsummary.add_to_segments(pgsummary.increments_of_day(next.app, next.day));
    return true;
end
$segment_day$;

comment on function pgsummary.segment_day() is
'segments the newest day that is over (its app has a newer one) and has no segments yet: of one value, on a busy day '
'of up to four; false where there is none';
