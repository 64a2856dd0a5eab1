-- Stage 45, triggers: mark what changes in app_session. They name no column, so that migrations stay free.
create trigger pgsummary_log_row
after insert or update or delete on public.app_session
for each row execute function pgsummary.log_app_session();

create trigger pgsummary_log_truncate
after truncate on public.app_session
for each statement execute function pgsummary.log_truncate();
