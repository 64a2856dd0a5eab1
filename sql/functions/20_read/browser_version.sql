-- Stage 20, read: the browser of a session with its major version. Inlined, hence no SET.
create or replace function pgsummary.browser_version(platform jsonb)
returns text
language sql
immutable
parallel safe
as $browser_version$
select case when pg_catalog.jsonb_typeof(platform) = 'object' and platform <> '{}' then coalesce(
    pgsummary.json_text(platform, '{browser,name}') || coalesce(' ' || coalesce(
        pgsummary.json_text(platform, '{browser,major}'),
        pg_catalog.substring(pgsummary.json_text(platform, '{browser,version}'), '^[0-9]+')
    ), ''),
    'Unknown'
) end
$browser_version$;

comment on function pgsummary.browser_version(jsonb) is
'name and major version; only the name if there is no version, Unknown if there is no name, null without a platform';
