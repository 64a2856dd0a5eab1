-- Stage 45, triggers: mark what changes in app_connection. They name no column, so that migrations stay free.
create trigger pgsummary_log_row
after insert or update or delete on public.app_connection
for each row execute function pgsummary.log_app_connection();

create trigger pgsummary_log_truncate
after truncate on public.app_connection
for each statement execute function pgsummary.log_truncate();
