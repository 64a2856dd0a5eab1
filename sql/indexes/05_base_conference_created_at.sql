-- Stage 05, base index: serves the install's walk and conference_list's fall-back over an app's conferences by time.
create index concurrently pgsummary_conference_app_created_at on public.conference (app_id, created_at desc);
