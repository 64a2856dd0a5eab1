-- Stage 30, log: what of the log is not folded yet. It starts behind what is folded for good: while a snapshot
-- stays open, vacuum can't remove those rows, and whoever started at the first would pass them all. Inlined, hence
-- no SET.
create or replace function pgsummary.backlog()
returns table (
    xid bigint,
    place tid,
    kind "char",
    entity uuid,
    conference_id uuid,
    logged_at timestamptz,
    error text
)
language sql
stable
parallel safe
as $backlog$
select l.xid, l.ctid, l.kind, l.entity, l.conference_id, l.logged_at, l.error
from pgsummary.change_log l
where l.xid >= coalesce((
    -- A start that a dump brought was written by the restore and not by the transaction that it names; beside our own it
    -- makes two; and one ahead of this server's transactions is not of their count. Such a start is ignored, which may
    -- be slow but is never wrong.
    select pg_catalog.max(s.xid)
    from pgsummary.backlog_start s
    having pg_catalog.count(*) = 1
        and pg_catalog.bool_and(s.xmin::text::bigint = (s.set_by & 4294967295))
        and pg_catalog.max(s.set_by) < pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())
), 0) and l.closed_before is null
union all
-- Of days that are not archived any more.
select l.xid, l.ctid, l.kind, l.entity, l.conference_id, l.logged_at, l.error
from pgsummary.change_log l
where l.closed_before > (
    select coalesce(s.archived_before, '-infinity') from pgsummary.state s where s.singleton
)
$backlog$;

comment on function pgsummary.backlog() is
'the rows of change_log that are to be folded (see settle_log), without those of archived days; (xid, place) is their '
'order';
