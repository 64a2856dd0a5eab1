-- Stage 42, rollup: gives finished days their segments, newest first. From then on, folds maintain them.
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
    -- The newest day of an app still grows, and a refresh mostly folds rows of it: it has no segments to maintain. Rows
    -- dated in the future do not end a day.
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
'makes the segments of finished days (their app has a newer one) that have none yet, newest first: of one value, on a '
'busy day of up to four; stops after the deadline. Returns whether days may remain';
