-- Stage 30, log: whether the triggers may append to the log. They run as the owner of their functions, who loses
-- the right where tables, functions and schema come to different owners.
create or replace function pgsummary.log_is_writable()
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $log_is_writable$
select coalesce(bool_and(coalesce(
    has_schema_privilege(p.proowner, p.pronamespace, 'usage') and has_table_privilege(p.proowner, c.oid, 'insert')
        and (
            not c.relrowsecurity or r.rolsuper or r.rolbypassrls
            or (c.relowner = p.proowner and not c.relforcerowsecurity)
        ),
    false
)), false)
from pg_proc p
join pg_roles r on r.oid = p.proowner
left join pg_class c on c.relnamespace = p.pronamespace and c.relname = 'change_log'
where p.pronamespace = to_regnamespace('pgsummary') and p.prorettype = 'trigger'::regtype
$log_is_writable$;

comment on function pgsummary.log_is_writable() is
'whether the owner of the trigger functions may append to change_log; where not, changes go unlogged, so that answers '
'are wrong';
