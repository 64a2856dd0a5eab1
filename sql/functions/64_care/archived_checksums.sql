-- Stage 64, care: a hash of what is kept of each archived day. It depends on what is counted, not on how it is stored.
create or replace function pgsummary.archived_checksums(first_day date, end_day date)
returns table (app integer, day date, checksum bytea)
language sql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set extra_float_digits = 1
set array_nulls = on
set jit = off
as $archived_checksums$
select x.app, x.day, sha256(convert_to(string_agg(x.line, ' ' order by x.line collate "C"), 'SQL_ASCII'))
from (
    select r.app, r.day, concat_ws(' ', 'day', r.kind, u.measure, u.value, sum(u.n)) as line
    from pgsummary.rollup_day r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.day >= first_day and r.day < end_day and r.segment = 0
    group by r.app, r.day, r.kind, u.measure, u.value
    having sum(u.n) <> 0
    union all
    select r.app, r.day, concat_ws(' ', 'segment', r.segment, u.measure, u.value, sum(u.n))
    from pgsummary.rollup_segment r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.day >= first_day and r.day < end_day
    group by r.app, r.day, r.segment, u.measure, u.value
    having sum(u.n) <> 0
    union all
    select r.app, r.day, concat_ws(' ', 'time', r.running) from pgsummary.rollup_time r
    where r.day >= first_day and r.day < end_day
    union all
    select s.app, s.day, concat_ws(' ', 'depth', s.depth) from pgsummary.segmented_day s
    where s.day >= first_day and s.day < end_day
    union all
    -- Without nulls, so that a column that a later release adds does not change the hash.
    select d.app, d.day, jsonb_strip_nulls(f.facts)::text
    from pgsummary.archived_day d
    cross join lateral (
        values (to_jsonb(d.conferences)), (to_jsonb(d.sessions)), (to_jsonb(d.connections)), (to_jsonb(d.issues))
    ) as f (facts)
    where d.day >= first_day and d.day < end_day
) x
group by 1, 2
$archived_checksums$;

comment on function pgsummary.archived_checksums(date, date) is
'a hash of the rollups, segments and facts of each app and day, from the first day up to but without the last (see '
'archived_day)';
