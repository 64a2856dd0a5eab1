-- Stage 20, read: the system of a session with its version. Inlined, hence no SET.
create or replace function pgsummary.os_version(platform jsonb)
returns text
language sql
immutable
parallel safe
as $os_version$
select case when pg_catalog.jsonb_typeof(platform) = 'object' and platform <> '{}' then coalesce(
    pgsummary.json_text(platform, '{os,name}') || coalesce(
        ' ' || pgsummary.json_text(platform, '{os,version}'), ''
    ),
    'Unknown'
) end
$os_version$;

comment on function pgsummary.os_version(jsonb) is
'name and version; only the name if there is no version, Unknown if there is no name, null without a platform';
