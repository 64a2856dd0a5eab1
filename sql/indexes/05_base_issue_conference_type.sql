-- Stage 05, base index: serves the status of a conference, which asks for its issues by type.
create index concurrently idx_issue_conf_type on public.app_issue (conference_id, type);
