-- Stage 40, fold: gives each new getUserMedia error its number.
create or replace function pgsummary.learn_gum_errors(gum_error_keys text [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_gum_errors$
insert into pgsummary.gum_error (key, hash, name, message)
select k.key, sha256(convert_to(k.key, 'SQL_ASCII')), (k.key::text [])[1], (k.key::text [])[2]
from (select distinct u.key from unnest(gum_error_keys) as u (key) where u.key is not null) k
where not exists (
    select from pgsummary.gum_error known where known.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
);
$learn_gum_errors$;

comment on function pgsummary.learn_gum_errors(text []) is 'adds the getUserMedia errors that the dictionary lacks';
