-- Stage 53, chart: tallies as the body of session_summary_json without group_by, except its cities.
create or replace function pgsummary.session_body(tallies pgsummary.tally [])
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $session_body$
select jsonb_build_object(
    'browsers', pgsummary.body((select jsonb_agg(c) from pgsummary.session_chart(tallies, 'browser') c), 'names') -> 'data',
    'os', pgsummary.body((select jsonb_agg(c) from pgsummary.session_chart(tallies, 'os') c), 'names') -> 'data',
    'countries', pgsummary.body((
        select jsonb_agg(jsonb_build_object('code', c.name, 'count', c.count))
        from pgsummary.session_chart(tallies, 'country') c
    ), 'names') -> 'data'
)
$session_body$;

comment on function pgsummary.session_body(pgsummary.tally []) is
'{browsers: [{name, count}], os: [{name, count}], countries: [{code, count}]}, the 200 most frequent of each';
