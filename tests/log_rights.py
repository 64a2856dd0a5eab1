"""States in which the triggers may not append to the log, and the database of a role that is not a superuser."""

from __future__ import annotations

# All of ours and of PeerMetrics' belongs to a role that is no superuser: none was granted anything by name.
HAND_OVER = """
do $$
declare
    what text;
begin
    if not exists (select from pg_roles where rolname = 'log_owner') then
        create role log_owner;
        create role log_heir;
    end if;
    for what in
        select format('table %I.%I', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'pgsummary') and c.relkind in ('r', 'v', 'm')
        union all
        select format('function %s', p.oid::regprocedure)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'pgsummary')
        union all
        select 'schema pgsummary'
    loop
        execute format('alter %s owner to log_owner', what);
    end loop;
end
$$
"""
TABLES_TO_HEIR = """
do $$
declare
    what text;
begin
    for what in
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'pgsummary') and c.relkind in ('r', 'v', 'm')
    loop
        execute format('alter table %s owner to log_heir', what);
    end loop;
end
$$
"""
BROKEN = {
    "tables of another owner": TABLES_TO_HEIR,
    "schema of another owner": "alter schema pgsummary owner to log_heir",
    "functions of another owner": "do $$ declare f text; begin for f in select oid::regprocedure from pg_proc "
    "where proname ~ '^log_' and prorettype = 'trigger'::regtype loop "
    "execute format('alter function %s owner to log_heir', f); end loop; end $$",
    "no right to insert": "revoke insert on pgsummary.change_log from log_owner",
    "no log": "drop table pgsummary.change_log cascade",
    "another name": "alter table pgsummary.change_log rename to changes",
    "another schema": "alter table pgsummary.change_log set schema public",
    "row security": "alter table pgsummary.change_log force row level security, enable row level security",
}
