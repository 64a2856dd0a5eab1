-- Stage 30, internal: what a filter asks for, as the number of a term.
create or replace function pgsummary.filter_term(filter text)
returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $filter_term$
select case
    when filter is null or filter = '' then -1
    when lower(filter collate "C") = 'unknown' then 0
    else coalesce(
        (select t.id from pgsummary.term t where t.hash = sha256(convert_to(filter, 'SQL_ASCII'))), -3
    )
end
$filter_term$;

comment on function pgsummary.filter_term(text) is
'-1 for no filter, 0 for Unknown in any case (missing), the id of a term, -3 for a value that no fact has';
