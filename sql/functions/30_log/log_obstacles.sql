-- Stage 30, log: what keeps the triggers from appending to the log. They run as the owner of their functions, who
-- loses the right if tables, functions and schema get different owners.
create or replace function pgsummary.log_obstacles()
returns table (message text, hint text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $log_obstacles$
with writer as (
    select distinct r.oid, r.rolname, r.rolsuper or r.rolbypassrls as sees_all
    from pg_proc p
    join pg_roles r on r.oid = p.proowner
    where p.pronamespace = to_regnamespace('pgsummary') and p.prorettype = 'trigger'::regtype
),
log as (
    select c.* from pg_class c where c.relnamespace = to_regnamespace('pgsummary') and c.relname = 'change_log'
)
select 'table pgsummary.change_log does not exist', 'Run pg-summary install.'
where not exists (select from log)
union all
select 'the functions of the triggers do not exist', 'Run pg-summary install.'
where not exists (select from writer)
union all
select
    format('%s may not use schema pgsummary, so that changes are not logged', w.rolname),
    format('Run: GRANT USAGE ON SCHEMA pgsummary TO %I', w.rolname)
from writer w
where not has_schema_privilege(w.oid, to_regnamespace('pgsummary')::oid, 'usage')
union all
select
    format('%s may not append to pgsummary.change_log, so that changes are not logged', w.rolname),
    format('Run: GRANT INSERT ON TABLE pgsummary.change_log TO %I', w.rolname)
from writer w
cross join log l
where not has_table_privilege(w.oid, l.oid, 'insert')
union all
select
    format('row-level security of pgsummary.change_log keeps %s from logging changes', w.rolname),
    'Run: ALTER TABLE pgsummary.change_log DISABLE ROW LEVEL SECURITY'
from writer w
cross join log l
where l.relrowsecurity and not w.sees_all and (l.relowner <> w.oid or l.relforcerowsecurity)
union all
select
    format('%s may not call pgsummary.%s(), so that some changes are not logged', w.rolname, p.proname),
    format('Run: GRANT EXECUTE ON FUNCTION pgsummary.%s(%s) TO %I', p.proname, oidvectortypes(p.proargtypes), w.rolname)
from writer w
cross join pg_proc p
where p.pronamespace = to_regnamespace('pgsummary') and p.proname in ('mark_everything', 'append_after_error')
    and not has_function_privilege(w.oid, p.oid, 'execute')
$log_obstacles$;

comment on function pgsummary.log_obstacles() is
'why the triggers may not append to change_log, and the GRANT that helps; no rows if they may. As long as there are '
'rows, changes are not logged, so functions refuse to answer (SM009)';
