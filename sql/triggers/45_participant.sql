-- Stage 45, triggers: mark what changes in participant. No column is named here, so that migrations stay free.
-- A new participant counts only by its link and its session, which are logged themselves.
create trigger pgsummary_log_row
after update or delete on public.participant
for each row execute function pgsummary.log_participant();

create trigger pgsummary_log_truncate
after truncate on public.participant
for each statement execute function pgsummary.log_truncate();
