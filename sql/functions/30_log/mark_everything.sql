-- Stage 30, log: marks everything as changed. Until that is folded, answers are exact but slow.
create or replace function pgsummary.mark_everything()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $mark_everything$
insert into pgsummary.change_log (xid, kind) values (9223372036854775807, '*');
$mark_everything$;

comment on function pgsummary.mark_everything() is
'appends the marker * to change_log: the next refreshes compare every fact with its source';
