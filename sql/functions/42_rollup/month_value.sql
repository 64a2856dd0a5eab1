-- Stage 42, rollup: a value of rollup_segment as the months row holds it. Inlined, hence no SET.
create or replace function pgsummary.month_value(measure "char", value integer, day date)
returns integer
language sql
immutable
parallel safe
as $month_value$
select case
    when measure = pgsummary.measure('time')
        then value + 384 * (pg_catalog.date_part('day', day::timestamp)::integer - 1)
    else value
end
$month_value$;

comment on function pgsummary.month_value("char", integer, date) is
'a value of rollup_segment as rollup_segment_month counts it: for the measure time the quarter-hour in the month, '
'any other unchanged';
