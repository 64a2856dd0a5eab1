-- Stage 50, question: the buckets of a range, empty ones too.
create or replace function pgsummary.buckets(
    group_by text, time_zone text, first_instant timestamptz, last_instant timestamptz
)
returns table (bucket timestamptz, date date)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $buckets$
select
    case when group_by = 'hour' then h.at else pgsummary.local_start(d.date, buckets.time_zone) end,
    coalesce(d.date, (h.at at time zone buckets.time_zone)::date)
from (select date_trunc(group_by, first_instant at time zone buckets.time_zone) as first_local) f
left join lateral generate_series(
    f.first_local, last_instant at time zone buckets.time_zone, ('1 ' || group_by)::interval
) as s (local_start) on group_by <> 'hour'
cross join lateral (select s.local_start::date as date) d
left join lateral (
    -- By the half hour, for some clocks change by one.
    select distinct date_trunc('hour', i.at, buckets.time_zone) as at
    from generate_series(
        date_trunc('hour', first_instant, buckets.time_zone), last_instant, interval '30 minutes'
    ) as i (at)
) h on group_by = 'hour'
-- A zone that crosses the date line skips a day.
where group_by <> 'day'
    or (pgsummary.local_start(d.date, buckets.time_zone) at time zone buckets.time_zone)::date = d.date
$buckets$;

comment on function pgsummary.buckets(text, text, timestamptz, timestamptz) is
'the buckets (hour, day, week, month of a time zone) from the one of the first instant to the one of the last';
