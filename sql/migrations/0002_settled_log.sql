-- Up to where the log is folded for good, so that nobody goes through what vacuum can't remove yet.
alter table pgsummary.state
add column settled_id bigint not null default 0,
add column settling_id bigint,
add column settling_xid bigint;

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes were through (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values; settled_id: up to '
'where change_log is folded for good, settling_id and settling_xid: up to where next, and since which transaction';
