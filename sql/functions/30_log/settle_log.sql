-- Stage 30, log: how far the log is folded for good. Each row carries the id of its writer's transaction. Those
-- below the oldest one that still runs are over, and what they logged is in this snapshot or has been folded. So below
-- that id, and below the lowest one that is left, there is nothing, nor will anything appear. No sequence takes part,
-- which a restore may set back.
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
'moves the start of the backlog behind what is folded for good; called after a fold, in its transaction';
