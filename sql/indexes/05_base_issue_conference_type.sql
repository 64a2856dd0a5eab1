-- Stage 05, base index: serves the issues of a conference, also by type; the status of a conference depends on them.
create index concurrently pgsummary_issue_conference_type on public.app_issue (conference_id, type);
