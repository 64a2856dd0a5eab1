-- Stage 45, triggers: mark what changes in conference. They name no column, so that migrations stay free.
create trigger pgsummary_log_row
after insert or update or delete on public.conference
for each row execute function pgsummary.log_conference();

create trigger pgsummary_log_truncate
after truncate on public.conference
for each statement execute function pgsummary.log_truncate();
