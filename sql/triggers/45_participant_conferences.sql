-- Stage 45, triggers: mark what changes in participant_conferences. They name no column, so that migrations stay
-- free.
create trigger pgsummary_log_row
after insert or update or delete on public.participant_conferences
for each row execute function pgsummary.log_participant_conferences();

create trigger pgsummary_log_truncate
after truncate on public.participant_conferences
for each statement execute function pgsummary.log_truncate();
