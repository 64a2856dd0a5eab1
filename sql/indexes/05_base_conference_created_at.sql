-- Stage 05, base index: serves the API server's lists of an app's conferences by time; pg-summary does not need it.
create index concurrently pgsummary_conference_app_created_at on public.conference (app_id, created_at desc);
