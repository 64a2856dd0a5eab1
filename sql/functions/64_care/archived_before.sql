-- Stage 64, care: the bound of a clean-up, which may delete what is older. Every role that may call the API may call
-- it.
create or replace function pgsummary.archived_before()
returns timestamptz
language sql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $archived_before$
select s.archived_before::timestamp at time zone 'UTC' from pgsummary.state s
$archived_before$;

comment on function pgsummary.archived_before() is
'the instant before which days are archived; null if none are. You may delete a row if it and its conference are older '
'and nothing newer belongs to it, and drop a partition if that is true of all its rows';
