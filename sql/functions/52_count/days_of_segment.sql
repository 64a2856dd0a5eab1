-- Stage 52, count: the rows of a question's segment for some days. Inlined, hence no SET. Such a row holds all kinds:
-- || decompresses it once, for all measures (see values_of). OFFSET 0 makes each stretch use the index.
create or replace function pgsummary.days_of_segment(q pgsummary.question, first_day date, end_day date)
returns table (day date, measures "char" [], vals integer [], counts integer [])
language sql
stable
parallel safe
as $days_of_segment$
select r.day, r.measures || '{}', r.vals || '{}', r.counts || '{}'
from pgsummary.rollup_segment r
where r.app = q.app and r.segment = q.segment and r.day >= days_of_segment.first_day and r.day < days_of_segment.end_day
offset 0
$days_of_segment$;

comment on function pgsummary.days_of_segment(pgsummary.question, date, date) is
'the histograms of a question''s segment from the first day up to but without the last, late rows too; decompressed';
