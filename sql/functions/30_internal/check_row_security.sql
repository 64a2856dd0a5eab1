-- Stage 30, internal: refuses to count what row-level security would hide in part.
create or replace function pgsummary.check_row_security(caller text)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_row_security$
begin
    if row_security_active('public.conference'::regclass)
        or row_security_active('public.participant'::regclass)
        or row_security_active('public.participant_conferences'::regclass)
        or row_security_active('public.app_session'::regclass)
        or row_security_active('public.app_connection'::regclass)
        or row_security_active('public.app_issue'::regclass)
    then
        raise exception '%: row-level security hides rows of the source tables from %', caller, current_user
        using errcode = 'SM004', hint = 'The role that owns pg-summary must see all rows: let it own the tables, '
            'without FORCE ROW LEVEL SECURITY, or give it BYPASSRLS.';
    end if;
end
$check_row_security$;

comment on function pgsummary.check_row_security(text) is
'SM004 where policies of the source tables apply to the role that runs this';
