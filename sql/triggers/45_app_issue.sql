-- Stage 45, triggers: mark what changes in app_issue. They name no column, so that migrations stay free.
create trigger pgsummary_log_row
after insert or update or delete on public.app_issue
for each row execute function pgsummary.log_app_issue();

create trigger pgsummary_log_truncate
after truncate on public.app_issue
for each statement execute function pgsummary.log_truncate();
