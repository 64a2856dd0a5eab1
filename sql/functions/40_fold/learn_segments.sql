-- Stage 40, fold: gives each new choice of values its number.
create or replace function pgsummary.learn_segments(profiles pgsummary.profile [], most integer)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_segments$
insert into pgsummary.segment (browser, os, country, app_version)
select n.browser, n.os, n.country, n.app_version
from (
    select distinct c.browser, c.os, c.country, c.app_version
    from unnest(profiles) p
    cross join lateral pgsummary.choices_of(array[p.browser, p.os, p.country, p.app_version]) c
    where c.place <= most
) n
where not exists (
    select from pgsummary.segment s
    where s.browser = n.browser and s.os = n.os and s.country = n.country and s.app_version = n.app_version
);
$learn_segments$;

comment on function pgsummary.learn_segments(pgsummary.profile [], integer) is
'adds those of the first n segments of these profiles (see choices_of) that the dictionary lacks';
