-- Stage 52, count: everything that quality_summary shows, for a timed question by time.
create or replace function pgsummary.count_quality(q pgsummary.question)
returns pgsummary.tally []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_quality$
select
    pgsummary.count_conferences(q, array[
        case when q.timed then pgsummary.measure('time') else pgsummary.measure('status') end,
        pgsummary.measure('seconds')
    ])
    || pgsummary.count_sessions(q, array[pgsummary.measure('session')])
    || pgsummary.count_connections(q, array[pgsummary.measure('relayed'), pgsummary.measure('setup_bin')])
$count_quality$;

comment on function pgsummary.count_quality(pgsummary.question) is
'tallies of time (status if the question is not timed), seconds, session, relayed and setup_bin; except for the first, '
'without the rollups (see rolled_quality)';
