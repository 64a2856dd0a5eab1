-- Stage 25, indexes on our tables.
-- Serves every read of the backlog, which starts after everything that is settled (see settle_log).
create index if not exists change_log_xid on pgsummary.change_log (xid) where closed_before is null;
-- Serves the changes of archived days: refresh, which drops them, and the backlog after these days were opened again.
create index if not exists change_log_closed_before
on pgsummary.change_log (closed_before) where closed_before is not null;
