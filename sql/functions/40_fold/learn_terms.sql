-- Stage 40, fold: gives each new term its number.
create or replace function pgsummary.learn_terms(term_values text [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_terms$
insert into pgsummary.term (value, hash)
select t.value, t.hash
from (
    select distinct on (sha256(convert_to(k.value, 'SQL_ASCII'))) k.value, sha256(convert_to(k.value, 'SQL_ASCII')) as hash
    from unnest(term_values) as k (value)
    where k.value is not null
) t
where not exists (select from pgsummary.term known where known.hash = t.hash);
$learn_terms$;

comment on function pgsummary.learn_terms(text []) is 'adds the terms that the dictionary lacks';
