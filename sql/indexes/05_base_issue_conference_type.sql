-- Stage 05, base index: serves the status of a conference, which asks for its issues by type.
create index concurrently pgsummary_issue_conference_type on public.app_issue (conference_id, type);
