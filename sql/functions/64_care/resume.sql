-- Stage 64, care: switches our triggers on again as they were installed, those of partitions too. The next refreshes
-- find what changed meanwhile, and answers are exact immediately.
create or replace function pgsummary.resume()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $resume$
declare
    source_table text;
    firing constant text := case
        when (select s.always from pgsummary.state s) then 'enable always' else 'enable'
    end;
begin
    -- A table with pending deferred checks cannot be altered, and a load may leave some.
    set constraints all immediate;
    foreach source_table in array array[
        'public.conference', 'public.participant', 'public.participant_conferences', 'public.app_session',
        'public.app_connection', 'public.app_issue'
    ] loop
        execute format('alter table %s %s trigger pgsummary_log_row', source_table, firing);
        execute format('alter table %s %s trigger pgsummary_log_truncate', source_table, firing);
    end loop;
    perform pgsummary.mark_everything();
    update pgsummary.state s set paused_at = null where s.paused_at is not null;
end
$resume$;

comment on function pgsummary.resume() is
'switches the triggers on again after pause() or DISABLE TRIGGER, ENABLE ALWAYS if install --always made them so, '
'and marks everything as changed. The caller must own the source tables and the schema pgsummary';
