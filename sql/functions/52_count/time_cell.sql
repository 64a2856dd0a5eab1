-- Stage 52, count: the date or hour of the axis that contains an instant. Inlined, hence no SET.
create or replace function pgsummary.time_cell(q pgsummary.question, instant timestamptz)
returns timestamp
language sql
stable
parallel safe
as $time_cell$
select case
    when q.by_hour then pg_catalog.date_trunc('hour', instant, q.zone) at time zone 'UTC'
    else (instant at time zone q.zone)::date::timestamp
end
$time_cell$;

comment on function pgsummary.time_cell(pgsummary.question, timestamptz) is
'the local date of an instant, or by the hour the start of its local hour in UTC (see tally)';
