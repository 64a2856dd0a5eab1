-- Stage 64, care: switches our triggers off for a bulk load. It runs with the rights of the caller, who must own
-- the source tables.
create or replace function pgsummary.pause()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pause$
declare
    source_table text;
begin
    -- In the order in which the ingest writes, so that there is no deadlock.
    foreach source_table in array array[
        'public.conference', 'public.participant', 'public.participant_conferences', 'public.app_session',
        'public.app_connection', 'public.app_issue'
    ] loop
        execute format('alter table %s disable trigger pgsummary_log_row', source_table);
        execute format('alter table %s disable trigger pgsummary_log_truncate', source_table);
    end loop;
    update pgsummary.state s set paused_at = coalesce(s.paused_at, now());
end
$pause$;

comment on function pgsummary.pause() is
'switches the triggers off, for a bulk load: until resume() the functions of the API raise SM006. The caller must own '
'the source tables and the schema pgsummary; writers wait until its transaction ends';
