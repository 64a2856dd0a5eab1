-- Stage 30, internal: appends what changed in app_connection to the change log.
-- No look-up, no lock, no count: a writer waits for nobody. What can fail is inside the block that catches, and the
-- block writes nothing, so that it costs no transaction id.
create or replace function pgsummary.log_app_connection()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_app_connection$
declare
    cause "char" := 'n';
    old_id uuid;
    new_id uuid;
    old_conference uuid;
    new_conference uuid;
begin
    begin
        if tg_op <> 'INSERT' then
            old_id := old.id;
            old_conference := old.conference_id;
        end if;
        if tg_op <> 'DELETE' then
            new_id := new.id;
            new_conference := new.conference_id;
        end if;
        if tg_op = 'UPDATE' then
            if (
                new.id,
                new.conference_id,
                new.session_id,
                new.is_active,
                new.created_at,
                new.type,
                new.connection_info -> 'negotiations' -> 0
            ) is not distinct from (
                old.id,
                old.conference_id,
                old.session_id,
                old.is_active,
                old.created_at,
                old.type,
                old.connection_info -> 'negotiations' -> 0
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            cause := '*';
    end;
    if cause = '*' then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null and (old_id, old_conference) is distinct from (new_id, new_conference) then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_app_connection$;

comment on function pgsummary.log_app_connection() is
'row trigger: appends the app_connection row that changed to change_log, unless nothing that a summary reads changed';
