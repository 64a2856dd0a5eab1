-- Stage 05, base index: serves the issues of a conference, by type too; the status of a conference asks for them.
create index concurrently pgsummary_issue_conference_type on public.app_issue (conference_id, type);
