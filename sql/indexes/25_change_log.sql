-- Stage 25, indexes on our tables.
-- Serves every look whether all may have changed; it is nearly always empty, so that writers pay nothing for it.
create index if not exists change_log_everything on pgsummary.change_log (id) where kind = '*';
