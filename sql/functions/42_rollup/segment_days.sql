-- Stage 42, rollup: gives days that are over their segments, newest first. From then on folds keep them.
create or replace function pgsummary.segment_days(deadline timestamptz)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set work_mem = '256MB'
as $segment_days$
declare
    next record;
begin
    -- The newest day of an app still grows, and most of what a refresh folds is of it: it has no segments to keep. What
    -- clients date in the future makes no day old.
    for next in
        select r.app, r.day
        from pgsummary.app_key a
        cross join lateral (
            select max(x.day) as day from pgsummary.rollup_day x
            where x.app = a.key and x.segment = 0 and x.kind = 's' and x.day <= (now() at time zone 'UTC')::date
        ) newest
        join pgsummary.rollup_day r on r.app = a.key and r.segment = 0 and r.kind = 's' and r.day < newest.day
        where not exists (select from pgsummary.segmented_day s where s.app = r.app and s.day = r.day)
        order by r.day desc, r.app
    loop
        perform pgsummary.segment_day(next.app, next.day);
        if clock_timestamp() > deadline then
            return true;
        end if;
    end loop;
    return false;
end
$segment_days$;

comment on function pgsummary.segment_days(timestamptz) is
'segments the days that are over (their app has a newer one) and have no segments yet, newest first: of one value, on '
'a busy day of up to four; after the deadline it stops: whether days may be left';
