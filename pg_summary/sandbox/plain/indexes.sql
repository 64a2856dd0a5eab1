-- The indexes that the plain queries need besides those of Django and the two base indexes of pg-summary.
-- They exist only while plain SQL is timed, so that they affect neither the writers nor the reported sizes.
-- Rows of the last days, by their own time:
create index plain_session_created_at on app_session (created_at);
create index plain_connection_created_at on app_connection (created_at);
create index plain_issue_created_at on app_issue (created_at);
-- The participants of a conference, from the index alone:
create index plain_session_participant on app_session (conference_id, participant_id);
-- The status of a conference from the index alone:
create index plain_issue_status on app_issue (conference_id, type) where is_active;
-- Narrow filters (and statistics for the planner):
create index plain_session_browser on app_session ((platform #>> '{browser,name}'));
create index plain_session_os on app_session ((platform #>> '{os,name}'));
create index plain_session_country on app_session ((geo_ip ->> 'country_code'));
create index plain_session_app_version on app_session (app_version);
