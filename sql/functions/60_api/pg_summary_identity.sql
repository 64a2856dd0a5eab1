-- Stage 60, API: which database this is, so that a cache shared by two of them keeps their answers apart.
create or replace function public.pg_summary_identity()
returns text
language plpgsql
stable
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $pg_summary_identity$
declare
    server text;
begin
    begin
        server := (select c.system_identifier from pg_control_system() as c);
    exception when others then
        -- The owner may not read it, or this service hides it. The rest still distinguishes a restored copy, unless it
        -- was restored by exactly the same steps.
        server := '';
    end;
    return concat_ws(
        '/',
        server,
        (select d.oid from pg_database as d where d.datname = current_database()),
        'pgsummary'::regnamespace::oid,
        (select pgsummary.iso(s.installed_at) from pgsummary.state as s)
    );
end
$pg_summary_identity$;

comment on function public.pg_summary_identity() is
'One line of text, equal for two connections exactly if they lead to the same installation of pg-summary: the system '
'identifier of the server (equal on its standbys; empty if it can not be read), the oids of the database and of the '
'schema pgsummary, and the time of the install. Address of the server, pooler and role do not matter. A '
'physical copy of a server has the identity of its original. Source: pg_control_system(), pgsummary.state.';

revoke all on function public.pg_summary_identity() from public;
