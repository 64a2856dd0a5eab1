-- Stage 30, log: the rows of the log that are not folded yet. It starts after everything that is settled (see
-- settle_log): while an older snapshot stays open, vacuum can't remove those rows, and a read from the first row would
-- pass them all. Inlined, hence no SET.
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
    -- The restore of a dump writes a start that names another transaction than the one that wrote it; beside our own,
    -- it makes two rows; and it may be ahead of this server's transactions. Such a start is ignored, which may be slow
    -- but is never wrong.
    select pg_catalog.max(s.xid)
    from pgsummary.backlog_start s
    having pg_catalog.count(*) = 1
        and pg_catalog.bool_and(s.xmin::text::bigint = (s.set_by & 4294967295))
        and pg_catalog.max(s.set_by) < pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())
), 0) and l.closed_before is null
union all
-- Changes of days that are not archived any more.
select l.xid, l.ctid, l.kind, l.entity, l.conference_id, l.logged_at, l.error
from pgsummary.change_log l
where l.closed_before > (
    select coalesce(s.archived_before, '-infinity') from pgsummary.state s where s.singleton
)
$backlog$;

comment on function pgsummary.backlog() is
'the rows of change_log that are not folded yet (see settle_log), without those of archived days, ordered by (xid, '
'place)';
