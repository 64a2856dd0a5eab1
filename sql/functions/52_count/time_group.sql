-- Stage 52, count: the instant that stands for others of the same time_cell, so that facts are grouped by few. Inlined,
-- hence no SET.
create or replace function pgsummary.time_group(q pgsummary.question, instant timestamptz)
returns timestamptz
language sql
stable
parallel safe
as $time_group$
select case
    -- UTC days, as long as seconds as float8 are exact to the microsecond.
    when q.is_utc and not q.by_hour and instant between '1800-01-01 00:00:00+00' and '2200-01-01 00:00:00+00'
        then pg_catalog.to_timestamp(pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 86400) * 86400)
    when q.is_utc or instant >= pgsummary.whole_quarters_since()
        or instant < q.archived_before::timestamp at time zone 'UTC'
        then pgsummary.quarter_hour_of(instant)
    else pg_catalog.date_trunc('second', instant)
end
$time_group$;

comment on function pgsummary.time_group(pgsummary.question, timestamptz) is
'the start of the UTC day, the quarter-hour or the second of an instant, whichever is coarser and within one time_cell';
