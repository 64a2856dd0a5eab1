-- Stage 05, base index: serves an app's conferences by time where the API server lists them; none of ours needs it.
create index concurrently pgsummary_conference_app_created_at on public.conference (app_id, created_at desc);
