-- Stage 30, internal: appends what changed in participant_conferences to the change log.
-- No look-up, no lock, no count: a writer waits for nobody. What can fail is inside the block that catches, and the
-- block writes nothing, so that it costs no transaction id.
create or replace function pgsummary.log_participant_conferences()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_participant_conferences$
declare
    cause "char" := 'l';
    old_id uuid;
    new_id uuid;
    old_conference uuid;
    new_conference uuid;
begin
    begin
        if tg_op <> 'INSERT' then
            old_id := old.conference_id;
            old_conference := old.conference_id;
        end if;
        if tg_op <> 'DELETE' then
            new_id := new.conference_id;
            new_conference := new.conference_id;
        end if;
        if tg_op = 'UPDATE' then
            if (
                new.participant_id,
                new.conference_id
            ) is not distinct from (
                old.participant_id,
                old.conference_id
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
$log_participant_conferences$;

comment on function pgsummary.log_participant_conferences() is
'row trigger: appends the participant_conferences row that changed to change_log, unless nothing that a summary reads '
'changed';
