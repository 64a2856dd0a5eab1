-- Stage 30, log: appends what changed in app_session to the change log.
-- No look-up, no lock, no count: a writer waits for nobody. Everything that can fail is inside a block that catches
-- errors. The block writes nothing, so it costs no transaction id: the trigger checks beforehand whether it may append,
-- and only a row with an error is appended in a block of its own. There is no SET search_path, which would take as long
-- as all the rest: every name is qualified and no operator is used, so no path of a session can redirect them. The six
-- log_* functions differ in what they read and compare; the rest is the same text in each, because calling a function
-- would cost a third more.
create or replace function pgsummary.log_app_session()
returns trigger
language plpgsql
security definer
as $log_app_session$
declare
    cause pg_catalog."char" := 's';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    closed_before pg_catalog.date;
    trouble pg_catalog.text;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE. The ids come last: if they were read, all four were.
        old_conference := old.conference_id;
        new_conference := new.conference_id;
        old_id := old.id;
        new_id := new.id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.conference_id, old.participant_id, old.is_active, old.created_at,
                    old.app_version, old.platform, old.geo_ip),
                row(new.id, new.conference_id, new.participant_id, new.is_active, new.created_at,
                    new.app_version, new.platform, new.geo_ip)
            ) then
                return null;
            end if;
        end if;
        -- Only for a row that is old enough, look up whether its day is archived.
        if pg_catalog.timestamptz_lt(
            greatest(old.created_at, new.created_at),
            pg_catalog.timestamptz_mi_interval(pg_catalog.now(), '7 days')
        ) then
            closed_before := pgsummary.closed_before(
                cause, array[old_id, new_id], array[old_conference, new_conference],
                greatest(old.created_at, new.created_at)
            );
        end if;
        if not pg_catalog.has_table_privilege('pgsummary.change_log'::pg_catalog.regclass, 'insert')
            or pg_catalog.row_security_active('pgsummary.change_log'::pg_catalog.regclass)
        then
            trouble := 'no right to insert';
        end if;
    exception
        when others then
            -- A column was renamed or dropped, or its type has changed since this session first wrote.
            trouble := sqlerrm;
    end;
    if trouble is null then
        if new_id is not null then
            insert into pgsummary.change_log (kind, entity, conference_id, closed_before)
            values (cause, new_id, new_conference, closed_before);
        end if;
        if old_id is not null
            and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
        then
            insert into pgsummary.change_log (kind, entity, conference_id, closed_before)
            values (cause, old_id, old_conference, closed_before);
        end if;
        return null;
    end if;
    begin
        perform pgsummary.append_after_error(
            tg_op, cause, old_id, old_conference, new_id, new_conference, trouble
        );
    exception
        when transaction_rollback or insufficient_resources or lock_not_available then
            -- These errors are temporary: a repeated statement is logged.
            raise;
        when others then
            raise warning 'pg-summary: a change of % was not logged: %', tg_table_name, sqlerrm
            using hint := 'Answers are wrong until pg-summary install has run.';
    end;
    return null;
end
$log_app_session$;

comment on function pgsummary.log_app_session() is
'row trigger: appends the app_session row that changed to change_log, unless nothing that a summary reads changed';
