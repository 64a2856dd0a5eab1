-- Stage 30, log: whether the triggers may append to the log.
create or replace function pgsummary.log_is_writable()
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $log_is_writable$
select not exists (select from pgsummary.log_obstacles())
$log_is_writable$;

comment on function pgsummary.log_is_writable() is
'whether the owner of the trigger functions may append to change_log (if not, log_obstacles says why, and changes are '
'not logged)';
