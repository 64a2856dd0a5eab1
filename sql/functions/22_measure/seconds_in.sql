-- Stage 22, measure: a duration as a sum that rollups can keep: n times value seconds. Counts of units can be added and
-- subtracted like any others, and none of them grows by more than 63 for each conference. Inlined, hence no SET.
create or replace function pgsummary.seconds_in(duration integer)
returns table (value integer, n integer)
language sql
immutable
parallel safe
as $seconds_in$
select u.value, duration / u.value % 64
from pg_catalog.unnest('{1,64,4096,262144,16777216,1073741824}'::integer []) as u (value)
where duration / u.value % 64 <> 0
$seconds_in$;

comment on function pgsummary.seconds_in(integer) is
'powers of 64 that sum up to a duration in seconds, each with its count, negative for a negative duration';
