-- Stage 50, question: whether a value passes a filter, by its text. Inlined, hence no SET.
create or replace function pgsummary.filter_passes(filter text, value text)
returns boolean
language sql
immutable
parallel safe
as $filter_passes$
select case
    when coalesce(filter, '') = '' then true
    when pg_catalog.lower(filter collate "C") = 'unknown' then value is null
    else coalesce(value = filter, false)
end
$filter_passes$;

comment on function pgsummary.filter_passes(text, text) is
'whether a value (null if missing) passes a filter: null or empty passes all values, Unknown in any case missing ones';
