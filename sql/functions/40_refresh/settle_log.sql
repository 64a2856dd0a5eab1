-- Stage 40, refresh: how far the log is folded for good. Ids are not committed in their order: below one that is folded
-- others may still come, but only from transactions that run already, for a writer has its transaction id before it
-- gets an id of the log. So what is handed out now (settling_id) will be settled when all transactions before this one
-- (settling_xid) are over and nothing up to there is left.
create or replace function pgsummary.settle_log(
    out settled_id bigint,
    out settling_id bigint,
    out settling_xid bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $settle_log$
declare
    last_id bigint;
    known boolean;
begin
    select s.settled_id, s.settling_id, s.settling_xid into settled_id, settling_id, settling_xid
    from pgsummary.state s;
    if txid_current_if_assigned() is not null then
        -- A larger transaction: others may have begun since it got its id.
        return;
    end if;
    -- Before its first value a sequence shows what it will give.
    last_id := (select q.last_value - (not q.is_called)::integer from pgsummary.change_log_id_seq q);
    -- Nothing is known where ids started anew, or where transaction ids are those of another server.
    known := greatest(settled_id, settling_id) <= last_id and coalesce(settling_xid < txid_current(), true);
    if not known then
        settled_id := 0;
        settling_id := null;
    elsif settling_xid <= txid_snapshot_xmin(txid_current_snapshot())
        and not exists (select from pgsummary.backlog() l where l.id <= settle_log.settling_id)
    then
        settled_id := settling_id;
        settling_id := null;
    end if;
    if settling_id is null then
        settling_id := last_id;
        settling_xid := txid_current();
    end if;
end
$settle_log$;

comment on function pgsummary.settle_log() is
'the new settled_id, settling_id and settling_xid of state, for the refresh that starts now';
