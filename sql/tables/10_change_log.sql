-- Stage 10, tables: the log of causes. Triggers append, readers resolve, refresh empties.
create table pgsummary.change_log (
    id bigint generated always as identity primary key,
    kind "char" not null,
    entity uuid,
    conference_id uuid,
    logged_at timestamptz not null default now()
)
-- A queue: it is emptied as fast as it fills, so that it wants to be vacuumed often and must never be
-- truncated, for which vacuum would lock writers out.
with (
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_threshold = 1000000000,
    vacuum_truncate = off
);

comment on table pgsummary.change_log is
'what changed in the source tables since the last refresh, by cause: o the call of a conference (ongoing, duration), '
'c a conference, C a conference and all that hangs on it, s a session (and its connections and issues), '
'n a connection, i an issue, p a participant, l a link of a participant, * everything';
