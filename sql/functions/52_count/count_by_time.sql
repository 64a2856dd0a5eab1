-- Stage 52, count: what the rollups hold of a timed question, in one read for all kinds of rows. The functions that
-- count a kind add what is loose, moved or in the log.
create or replace function pgsummary.count_by_time(q pgsummary.question)
returns pgsummary.tally []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_by_time$
select array(
    select row(u.measure, u.value, null, u.at, u.n)::pgsummary.tally
    from pgsummary.rolled_by_time(q, '{m,a,n}', array[
        pgsummary.measure('seconds'), pgsummary.measure('session'), pgsummary.measure('relayed'),
        pgsummary.measure('setup_bin')
    ]) u
)
$count_by_time$;

comment on function pgsummary.count_by_time(pgsummary.question) is
'tallies of seconds, session, relayed and setup_bin in the days and quarters of a timed question';
