-- Stage 20, read: the values of a session that filters can select, as one text. Inlined, hence no SET.
create or replace function pgsummary.profile_key(platform jsonb, geo_ip jsonb, app_version text)
returns text
language sql
stable
parallel safe
as $profile_key$
select array[
    pgsummary.json_text(platform, '{browser,name}'),
    pgsummary.json_text(platform, '{os,name}'),
    pgsummary.json_text(geo_ip, '{country_code}'),
    nullif(app_version, ''),
    case when pg_catalog.jsonb_typeof(platform) = 'object' and platform <> '{}' then 'platform' end
]::text
$profile_key$;

comment on function pgsummary.profile_key(jsonb, jsonb, text) is
'array literal {browser, OS, country code, app version, "platform" if there is one} of a session; null where missing';
