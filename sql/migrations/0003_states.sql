-- What tells a database that cannot be answered from: a mark in a table of its own, and the triggers as last seen.
create table pgsummary.generation (id uuid not null);

comment on table pgsummary.generation is
'one row, by which the tables of one install know each other: the generation of state. Another one means that a '
'restore has put the data of two databases together (see check_state)';

insert into pgsummary.generation (id)
select md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)::uuid;

alter table pgsummary.state
add column generation uuid,
add column paused_at timestamptz,
add column trigger_ids bigint,
add column trigger_xids bigint;

update pgsummary.state set generation = (select g.id from pgsummary.generation as g);

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes had finished (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values; settled_id: up to '
'where change_log is folded for good, settling_id and settling_xid: up to where next, and since which transaction; '
'generation: that of all our tables; paused_at: since when our triggers are off (see pause); trigger_ids and '
'trigger_xids: the triggers as the last refresh saw them (see notice_triggers)';

-- Hashes are those of the bytes as they are, which in UTF8 and SQL_ASCII they were.
update pgsummary.term set hash = sha256(convert_to(value, 'SQL_ASCII'))
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.gum_error set hash = sha256(convert_to(key, 'SQL_ASCII'))
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.profile set hash = sha256(convert_to(key, 'SQL_ASCII'))
where id > 0 and getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.place
set
    hash = sha256(
        convert_to(array[city, country_code]::text, 'SQL_ASCII') || float8send(latitude) || float8send(longitude)
    )
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');
