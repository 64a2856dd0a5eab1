-- Stage 40, refresh: the number of a term that has been learnt.
create or replace function pgsummary.term_id(term_value text)
returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $term_id$
select case
    when term_value is null then 0
    else (select t.id from pgsummary.term t where t.hash = sha256(convert_to(term_value, 'UTF8')))
end
$term_id$;

comment on function pgsummary.term_id(text) is 'id of a term: 0 for null, null where the dictionary lacks it';
