-- A letter of a measure is unique over all kinds of rows: places were p, set-up ranges s, codes of issues k.
update pgsummary.rollup_day
set measures = array_replace(array_replace(array_replace(measures, 'p', 'l'), 's', 'u'), 'k', 'i')
where kind in ('p', 'n', 'i');

update pgsummary.rollup_quarter
set measures = array_replace(array_replace(array_replace(measures, 'p', 'l'), 's', 'u'), 'k', 'i')
where kind in ('p', 'n', 'i');

comment on table pgsummary.rollup_day is
'sums of facts by app and UTC day, for ranges without filters; segment is 0 (a snapshot older than the upgrade from '
'0.1.0 sees others). Kinds: c conferences, t conferences in time, s sessions, p places of sessions, n connections, '
'i issues; measures by their letters (see measure)';

comment on table pgsummary.rollup_segment is
'the same sums by segment and UTC day, all kinds in one row, for ranges with filters; only of days in segmented_day. '
'Measures are those that packed_in gives; a value may come more than once, also with a negative count';

-- A batch of a fold, and how fast folds are.
create type pgsummary.cause as (kind "char", entity uuid, conference_id uuid);

comment on type pgsummary.cause is 'what a row of change_log says';

alter table pgsummary.state add column folds_per_s float8;

comment on table pgsummary.profile is
'what the filters can tell about a session: browser, OS, country and app version together (terms, 0 missing), and '
'the segments it falls in: the 4 of one value, and once it occurs on a busy day all 15; profile 0 is that of a row '
'without an active session';
