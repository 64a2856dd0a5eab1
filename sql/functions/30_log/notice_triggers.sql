-- Stage 30, log: notices triggers that were switched off and on again since the last refresh. To switch one changes
-- its row in the catalogue, and so the transaction id there; to make it again gives it another oid, which a restore
-- does as well: then nothing is known, and whoever did it says what changed (install does).
create or replace function pgsummary.notice_triggers()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $notice_triggers$
declare
    known record;
    seen record;
begin
    select s.trigger_ids, s.trigger_xids into known from pgsummary.state s;
    select sum(t.oid::bigint) as ids, sum(t.xmin::text::bigint) as xids, bool_and(t.tgenabled in ('O', 'A')) as on_again
    into seen
    from pg_trigger t
    where t.tgrelid in (
        to_regclass('public.conference'), to_regclass('public.participant'),
        to_regclass('public.participant_conferences'), to_regclass('public.app_session'),
        to_regclass('public.app_connection'), to_regclass('public.app_issue')
    ) and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate');
    if seen.ids = known.trigger_ids and seen.xids = known.trigger_xids then
        return;
    end if;
    if seen.ids = known.trigger_ids then
        perform pgsummary.mark_everything();
    end if;
    update pgsummary.state s
    set trigger_ids = seen.ids, trigger_xids = seen.xids,
        -- An install ends a pause as well.
        paused_at = case when not seen.on_again then s.paused_at end;
end
$notice_triggers$;

comment on function pgsummary.notice_triggers() is
'marks everything as changed where triggers were switched off and on again since the last refresh';
