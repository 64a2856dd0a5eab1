-- Stage 52, count: the instant whose local date is the date of a whole UTC day. Inlined, hence no SET.
create or replace function pgsummary.noon(day date)
returns timestamptz
language sql
immutable
parallel safe
as $noon$
select (day::timestamp + interval '12 hours') at time zone 'UTC'
$noon$;

comment on function pgsummary.noon(date) is
'noon of a UTC day, which lies in the longer of the two parts that a local midnight divides it into';
