-- Stage 30, internal: appends what changed in conference to the change log.
-- No look-up, no lock, no count: a writer waits for nobody. What can fail is inside the block that catches, and the
-- block writes nothing, so that it costs no transaction id.
create or replace function pgsummary.log_conference()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_conference$
declare
    cause "char" := 'C';
    old_id uuid;
    new_id uuid;
    old_conference uuid;
    new_conference uuid;
begin
    begin
        if tg_op <> 'INSERT' then
            old_id := old.id;
            old_conference := old.id;
        end if;
        if tg_op <> 'DELETE' then
            new_id := new.id;
            new_conference := new.id;
        end if;
        -- One that appears, goes or changes its app takes all that hangs on it along; else only itself, or
        -- nothing but its call, which is by far the most frequent.
        if tg_op = 'UPDATE' then
            if (new.id, new.app_id) is not distinct from (old.id, old.app_id) then
                if (new.created_at, new.is_active) is distinct from (old.created_at, old.is_active) then
                    cause := 'c';
                elsif (new.ongoing, new.duration) is distinct from (old.ongoing, old.duration) then
                    cause := 'o';
                else
                    return null;
                end if;
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
$log_conference$;

comment on function pgsummary.log_conference() is
'row trigger: appends the conference row that changed to change_log, unless nothing that a summary reads changed';
