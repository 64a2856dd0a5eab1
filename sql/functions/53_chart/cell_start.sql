-- Stage 53, chart: when a date or an hour of the axis starts. Inlined, hence no SET.
create or replace function pgsummary.cell_start(q pgsummary.question, at timestamp)
returns timestamptz
language sql
stable
parallel safe
as $cell_start$
select case
    when q.by_hour or q.is_utc then at at time zone 'UTC'
    else pgsummary.local_start(at::date, q.zone)
end
$cell_start$;

comment on function pgsummary.cell_start(pgsummary.question, timestamp) is
'the first instant of a cell (see time_cell) of the axis of a question';
