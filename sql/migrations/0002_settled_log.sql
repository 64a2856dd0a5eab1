-- Up to where the log is folded for good, so that nobody goes through what vacuum can't remove yet.
alter table pgsummary.state
add column settled_id bigint not null default 0,
add column settling_id bigint,
add column settling_xid bigint;

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes had finished (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values; settled_id: up to '
'where change_log is folded for good, settling_id and settling_xid: up to where next, and since which transaction';

-- Comments that fresh tables have.
comment on table pgsummary.conference_fact is
'one row per active conference: status (0 success, 1 warning, 2 error, 3 ongoing), duration (s), participants, the '
'profiles of its active sessions, the codes of its active issues, the set-up times (ms) of its active connections';

comment on table pgsummary.session_fact is 'one row per active session';

comment on table pgsummary.connection_fact is
'one row per active connection: relayed (1 or 0, null without a type), range of its set-up time (1 to 11)';

comment on table pgsummary.issue_fact is 'one row per active issue of a conference that has a code';

comment on type pgsummary.coverage is
'how a range is covered: whole days and quarters by rollups, its ends by facts; mask has one bit per profile id: '
'whether the filters select it';
