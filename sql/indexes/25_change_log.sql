-- Stage 25, indexes on our tables.
-- Serves every look at the backlog, which starts behind what is folded for good.
create index if not exists change_log_xid on pgsummary.change_log (xid);
