-- The log goes by transaction instead of by a sequence, which a restore may set back.
-- Who is inside our functions is waited for, and who comes waits here, so that nobody goes on with a body that names
-- the columns that go: writers by the source tables, in the order of a call, then readers by what they all read first.
lock table
public.conference, public.participant, public.participant_conferences, public.app_session, public.app_connection,
public.app_issue
in share row exclusive mode;

lock table pgsummary.app_key in access exclusive mode;

-- Nothing is rewritten: a snapshot from before would see an empty log. What was logged so far gets 0 for its
-- transaction.
alter table pgsummary.change_log
drop constraint change_log_pkey,
drop column id,
add column xid bigint not null default 0,
add column error text;

alter table pgsummary.change_log alter column xid set default txid_current();

alter table pgsummary.change_log replica identity full;

comment on table pgsummary.change_log is
'what changed in the source tables since the last refresh, by cause: o the call of a conference (ongoing, duration), '
'c a conference, C a conference and all that hangs on it, s a session (and its connections and issues), '
'n a connection, i an issue, p a participant, l a link of a participant, * everything; error: why the trigger could '
'not tell what had changed (null: it could)';

create table pgsummary.backlog_start (
    xid bigint not null,
    set_by bigint not null
);

alter table pgsummary.backlog_start replica identity full;

comment on table pgsummary.backlog_start is
'one row, or none before the first fold: no row of change_log of a transaction below xid is left, and none can appear; '
'it counts only if the transaction set_by wrote it, and not a restore (see backlog)';

alter table pgsummary.state
drop column settled_id,
drop column settling_id,
drop column settling_xid;

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes had finished (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values; folds_per_s: changes a '
'second that the last refresh of a hundred or more folded';
