-- Stage 25, indexes on our tables.
-- Serves the ends of a range, which no rollup covers, and the pages of conference_list, newest first.
create index if not exists conference_fact_app_created_at on pgsummary.conference_fact (app, created_at, id);
-- Serves conference_list with a filter that few conferences pass. Entries go into their place immediately, so that no
-- reader has to go through a list of pending ones.
create index if not exists conference_fact_profiles
on pgsummary.conference_fact using gin (profiles) with (fastupdate = off);
-- Serve the ends of a range, which no rollup covers, and, with filters, the days without segments. They hold all
-- columns that are counted, so that the facts themselves need not be read.
create index if not exists session_fact_app_created_at
on pgsummary.session_fact (app, created_at) include (profile, place, browser_version, os_version);
create index if not exists connection_fact_app_created_at
on pgsummary.connection_fact (app, created_at) include (profile, relayed, setup_bin);
create index if not exists issue_fact_app_created_at
on pgsummary.issue_fact (app, created_at) include (profile, code, gum_error);
