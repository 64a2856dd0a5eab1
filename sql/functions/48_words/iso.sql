-- Stage 48, words: an instant as JSON text, whatever the session's TimeZone and DateStyle. Inlined, hence no SET.
create or replace function pgsummary.iso(instant timestamptz)
returns text
language sql
stable
parallel safe
as $iso$
select case when pg_catalog.isfinite(instant) and instant >= '0001-01-01 00:00:00+00' then pg_catalog.to_char(
    instant at time zone 'UTC',
    case when pg_catalog.date_trunc('second', instant) = instant
        then 'YYYY-MM-DD"T"HH24:MI:SS"Z"' else 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
    end
) end
$iso$;

comment on function pgsummary.iso(timestamptz) is
'ISO 8601 in UTC, with a fraction if there is one; null for infinity and before the year 1';
