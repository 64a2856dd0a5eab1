-- Stage 40, fold: gives each new app its number.
create or replace function pgsummary.learn_apps(app_ids uuid [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_apps$
insert into pgsummary.app_key (app_id)
select distinct k.app_id
from unnest(app_ids) as k (app_id)
where not exists (select from pgsummary.app_key a where a.app_id = k.app_id);
$learn_apps$;

comment on function pgsummary.learn_apps(uuid []) is 'adds the apps that app_key lacks';
