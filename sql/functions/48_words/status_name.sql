-- Stage 48, words: the name of a status. Inlined, hence no SET.
create or replace function pgsummary.status_name(status smallint)
returns text
language sql
immutable
parallel safe
as $status_name$
select (array['success', 'warning', 'error', 'ongoing'])[status + 1]
$status_name$;

comment on function pgsummary.status_name(smallint) is 'the name of a status: 0 success, 1 warning, 2 error, 3 ongoing';
