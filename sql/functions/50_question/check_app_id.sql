-- Stage 50, question: refuses to answer without an app.
create or replace function pgsummary.check_app_id(caller text, app_id uuid)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_app_id$
begin
    if app_id is null then
        raise exception '%: app_id must not be null', caller
        using errcode = 'null_value_not_allowed', hint = 'Pass the id of an app: app_id => ''...''.';
    end if;
end
$check_app_id$;

comment on function pgsummary.check_app_id(text, uuid) is '22004 where app_id is null';
