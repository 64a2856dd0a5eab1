-- Stage 52, count: where a moved stretch (see question) counts, and where it no longer counts. Inlined,
-- hence no SET.
create or replace function pgsummary.moves(q pgsummary.question, moved_from timestamptz)
returns table (at timestamp, sign integer)
language sql
stable
parallel safe
as $moves$
-- Not VALUES, because PostgreSQL prepares its expressions row by row.
select
    pg_catalog.unnest(array[
        pgsummary.time_cell(q, moved_from),
        pgsummary.time_cell(q, pgsummary.noon((moved_from at time zone 'UTC')::date))
    ]),
    pg_catalog.unnest('{1,-1}'::integer [])
$moves$;

comment on function pgsummary.moves(pgsummary.question, timestamptz) is
'the two local dates for the UTC day in which a stretch begins: the date of the stretch (1), and of the whole day (-1)';
