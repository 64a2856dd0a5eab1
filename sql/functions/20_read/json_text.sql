-- Stage 20, read: a name out of JSON: a non-empty string at that path, else null. Inlined, hence no SET.
create or replace function pgsummary.json_text(value jsonb, path text [])
returns text
language sql
immutable
parallel safe
as $json_text$
select case when pg_catalog.jsonb_typeof(value #> path) = 'string' then nullif(value #>> path, '') end
$json_text$;

comment on function pgsummary.json_text(jsonb, text []) is
'the non-empty JSON string at a path; null for anything else';
