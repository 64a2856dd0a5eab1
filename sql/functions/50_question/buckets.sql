-- Stage 50, question: the buckets of a range, including empty ones. There are two queries, and only one of them returns
-- rows: a join of both would compare each bucket with each half hour.
create or replace function pgsummary.buckets(
    group_by text, time_zone text, first_instant timestamptz, last_instant timestamptz
)
returns table (bucket timestamptz, date date)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $buckets$
select pgsummary.local_start(s.local_start::date, buckets.time_zone), s.local_start::date
from generate_series(
    date_trunc(group_by, first_instant at time zone buckets.time_zone), last_instant at time zone buckets.time_zone,
    ('1 ' || group_by)::interval
) as s (local_start)
where group_by <> 'hour'
    -- A zone that crosses the date line skips a day.
    and (
        group_by <> 'day'
        or (pgsummary.local_start(s.local_start::date, buckets.time_zone) at time zone buckets.time_zone)::date
        = s.local_start::date
    )
union all
select h.at, (h.at at time zone buckets.time_zone)::date
from (
    -- By the half hour, because some clocks change by half an hour.
    select distinct date_trunc('hour', i.at, buckets.time_zone) as at
    from generate_series(
        date_trunc('hour', first_instant, buckets.time_zone), last_instant, interval '30 minutes'
    ) as i (at)
    where group_by = 'hour'
) h
$buckets$;

comment on function pgsummary.buckets(text, text, timestamptz, timestamptz) is
'the buckets (hour, day, week, month of a time zone) from the one of the first instant to the one of the last';
