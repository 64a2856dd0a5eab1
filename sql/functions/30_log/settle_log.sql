-- Stage 30, log: how far the log is settled. Each row has the id of its writer's transaction. Transactions below the
-- oldest running one have ended, and what they logged is in this snapshot or was folded. So no row remains below that
-- id and below the lowest id in the log, and none can appear there. No sequence takes part, because a restore may set
-- it back.
create or replace function pgsummary.settle_log()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $settle_log$
with before as (
    delete from pgsummary.backlog_start
)
insert into pgsummary.backlog_start (xid, set_by)
select
    least(txid_snapshot_xmin(txid_current_snapshot()), (select min(l.xid) from pgsummary.backlog() l)),
    txid_current();
$settle_log$;

comment on function pgsummary.settle_log() is
'moves the start of the backlog past everything that is settled; called after a fold, in its transaction';
