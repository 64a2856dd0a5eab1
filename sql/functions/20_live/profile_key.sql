-- Stage 20, live: what the filters can tell about a session, as one text. Inlined, hence no SET.
create or replace function pgsummary.profile_key(platform jsonb, geo_ip jsonb, app_version text)
returns text
language sql
immutable
parallel safe
as $profile_key$
select pg_catalog.jsonb_build_array(
    coalesce(pg_catalog.jsonb_typeof(platform) = 'object' and platform <> '{}', false),
    pgsummary.json_text(platform, '{browser,name}'),
    pgsummary.json_text(platform, '{os,name}'),
    pgsummary.json_text(geo_ip, '{country_code}'),
    nullif(app_version, '')
)::text
$profile_key$;

comment on function pgsummary.profile_key(jsonb, jsonb, text) is
'JSON array [has a platform, browser, OS, country code, app version] of a session; null where missing';
