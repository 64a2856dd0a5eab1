-- Stage 42, rollup: drops the segments of months; segment_months sums them up again when they are due.
create or replace function pgsummary.drop_months(apps integer [], months date [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $drop_months$
delete from pgsummary.segmented_month m
using unnest(apps, months) as d (app, month)
where m.app = d.app and m.month = d.month;
delete from pgsummary.rollup_segment_month r
using unnest(apps, months) as d (app, month)
where r.app = d.app and r.month = d.month;
$drop_months$;

comment on function pgsummary.drop_months(integer [], date []) is
'drops what segmented_month and rollup_segment_month hold for each of these apps and the month at the same position';
