-- Stage 22, measure: a duration as a sum that rollups can keep: so many (n) of so many seconds (value). Counts of units
-- add up and can be taken back like any others, and none of them grows faster than 63 to a conference. Inlined, hence
-- no SET.
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
'powers of 64 that sum up to a duration in seconds, each with how often; negative ones of a negative duration';
