-- Stage 42, rollup: adds late rows of segments to the others.
create or replace function pgsummary.add_late(
    of_days pgsummary.rollup_segment [], of_months pgsummary.rollup_segment_month []
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $add_late$
delete from pgsummary.rollup_segment r
using unnest(of_days) l
where r.app = l.app and r.segment = l.segment and r.day = l.day and r.late;
insert into pgsummary.rollup_segment as r (app, segment, day, late, measures, vals, counts)
select l.app, l.segment, l.day, false, l.measures, l.vals, l.counts
from unnest(of_days) l
on conflict (app, segment, day, late) do update set
    (measures, vals, counts) = (
        select a.measures, a.vals, a.counts
        from pgsummary.appended(
            r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
        ) a
    );
delete from pgsummary.rollup_segment_month r
using unnest(of_months) l
where r.app = l.app and r.segment = l.segment and r.is_time = l.is_time and r.month = l.month and r.late;
insert into pgsummary.rollup_segment_month as r (app, segment, is_time, month, late, measures, vals, counts)
select l.app, l.segment, l.is_time, l.month, false, l.measures, l.vals, l.counts
from unnest(of_months) l
on conflict (app, segment, is_time, month, late) do update set
    (measures, vals, counts) = (
        select a.measures, a.vals, a.counts
        from pgsummary.appended(
            r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
        ) a
    );
$add_late$;

comment on function pgsummary.add_late(pgsummary.rollup_segment [], pgsummary.rollup_segment_month []) is
'adds these late rows to the others of their segments, days and months';
