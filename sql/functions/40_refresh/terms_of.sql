-- Stage 40, refresh: the numbers of the values in a profile's key, which have been learnt.
create or replace function pgsummary.terms_of(profile_key text)
returns integer []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $terms_of$
select array(
    select case
        when v.value is null then 0
        else (select t.id from pgsummary.term t where t.hash = sha256(convert_to(v.value, 'SQL_ASCII')))
    end
    from unnest((profile_key::text[])[1:4]) with ordinality as v (value, dimension)
    order by v.dimension
)
$terms_of$;

comment on function pgsummary.terms_of(text) is
'terms of a profile key: browser, OS, country and app version; 0 for missing, null where the dictionary lacks one';
