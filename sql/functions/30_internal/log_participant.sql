-- Stage 30, internal: appends what changed in participant to the change log.
-- No look-up, no lock, no count: a writer waits for nobody. What can fail is inside the block that catches, and the
-- block writes nothing, so that it costs no transaction id. No SET search_path, which would take as long as all the
-- rest: every name is qualified and no operator is used, so that no path of a session can lead elsewhere.
create or replace function pgsummary.log_participant()
returns trigger
language plpgsql
security definer
as $log_participant$
declare
    cause pg_catalog."char" := 'p';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.is_active, old.is_sfu),
                row(new.id, new.is_active, new.is_sfu)
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_participant$;

comment on function pgsummary.log_participant() is
'row trigger: appends the participant row that changed to change_log, unless nothing that a summary reads changed';
