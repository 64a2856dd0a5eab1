-- Stage 30, log: notices that changes may not have been logged since the last refresh, because triggers were switched
-- off and on again, or could not append to the log. Switching a trigger changes its row in the catalogue, and so the
-- transaction id of this row. A new owner does the same in pg_shdepend, where nothing else does. A trigger that is
-- created again gets another oid, as in a restore: then nothing is known, and whoever created it must mark what changed
-- (install does).
create or replace function pgsummary.notice_gaps()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $notice_gaps$
declare
    this_database constant oid := (select d.oid from pg_database d where d.datname = current_database());
    is_writable constant boolean := pgsummary.log_is_writable();
    known record;
    triggers record;
    log_seen xid[];
    owners_seen xid[];
    unlogged bigint;
begin
    select s.always, s.trigger_ids, s.trigger_xids, s.log_xids, s.owner_xids, s.owner_database, s.unlogged_before,
        s.paused_at
    into known
    from pgsummary.state s;
    select
        sum(t.oid::bigint) as ids,
        -- A wrong state counts as a change as long as it lasts, and once more when it ends.
        case
            when count(*) = 12 and bool_and(t.tgenabled = 'A' or (t.tgenabled = 'O' and not known.always))
                then array_agg(t.xmin order by t.oid)
            else '{}'
        end as xids,
        bool_and(t.tgenabled in ('O', 'A')) as are_on
    into triggers
    from pg_trigger t
    where t.tgrelid in (
        to_regclass('public.conference'), to_regclass('public.participant'),
        to_regclass('public.participant_conferences'), to_regclass('public.app_session'),
        to_regclass('public.app_connection'), to_regclass('public.app_issue')
    ) and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate');
    -- After an install has made them again these are still the tables that the last refresh saw.
    perform pgsummary.notice_parts(
        known.trigger_ids is null or triggers.ids = known.trigger_ids, known.trigger_ids is not null
    );
    if is_writable then
        log_seen := array(
            select c.xmin from pg_class c where c.oid = 'pgsummary.change_log'::regclass
            union all
            select n.xmin from pg_namespace n where n.nspname = 'pgsummary'
        );
        owners_seen := array(
            select d.xmin
            from pg_shdepend d
            where d.dbid = this_database and d.objsubid = 0 and d.deptype = 'o' and (
                (d.classid = 'pg_class'::regclass and d.objid = 'pgsummary.change_log'::regclass)
                or (d.classid = 'pg_namespace'::regclass and d.objid = 'pgsummary'::regnamespace)
                or (d.classid = 'pg_proc'::regclass and d.objid in (
                    select p.oid
                    from pg_proc p
                    where p.pronamespace = 'pgsummary'::regnamespace and p.prorettype = 'trigger'::regtype
                ))
            )
            order by d.classid, d.objid
        );
    end if;
    unlogged := known.unlogged_before;
    if triggers.ids = known.trigger_ids then
        if triggers.xids <> '{}' and triggers.xids <> known.trigger_xids then
            perform pgsummary.mark_everything();
        end if;
        -- A database that was created from a template has its own rows in pg_shdepend.
        if owners_seen is distinct from known.owner_xids and known.owner_database = this_database then
            -- Transactions that began before this may have changed rows without logging them, and may not have
            -- committed yet.
            unlogged := txid_current();
        end if;
    end if;
    if is_writable and txid_snapshot_xmin(txid_current_snapshot()) >= unlogged then
        perform pgsummary.mark_everything();
        unlogged := null;
    end if;
    if (triggers.ids, triggers.xids, log_seen, owners_seen, this_database, unlogged) is distinct from (
        known.trigger_ids, known.trigger_xids, known.log_xids, known.owner_xids, known.owner_database,
        known.unlogged_before
    ) or (triggers.are_on and known.paused_at is not null) then
        update pgsummary.state s
        set trigger_ids = triggers.ids, trigger_xids = triggers.xids, log_xids = log_seen,
            owner_xids = owners_seen, owner_database = this_database, unlogged_before = unlogged,
            -- An install ends a pause as well.
            paused_at = case when not triggers.are_on then s.paused_at end;
    end if;
end
$notice_gaps$;

comment on function pgsummary.notice_gaps() is
'marks everything as changed if triggers were switched off and on again since the last refresh, or could not append '
'to the log; in the second case only once the transactions that ran then have ended (state.unlogged_before). Calls '
'notice_parts for partitions';
