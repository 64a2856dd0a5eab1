-- Stage 20, read: the getUserMedia error of an issue, as one text. Inlined, hence no SET.
create or replace function pgsummary.gum_error_key(code text, data jsonb)
returns text
language sql
stable
parallel safe
as $gum_error_key$
select case
    when code = 'getusermedia_error' and pg_catalog.jsonb_typeof(data) = 'object' and data <> '{}'
        then array[pgsummary.json_text(data, '{name}'), pgsummary.json_text(data, '{message}')]::text
end
$gum_error_key$;

comment on function pgsummary.gum_error_key(text, jsonb) is
'array literal {name, message} of a getUserMedia error, null where missing; null for any other issue';
