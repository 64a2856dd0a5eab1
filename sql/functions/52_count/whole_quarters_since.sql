-- Stage 52, count: before this instant only facts show the local day, because some zone had an offset, or changed its
-- clocks at a minute, that was not a multiple of 15 minutes. Inlined, hence no SET.
create or replace function pgsummary.whole_quarters_since()
returns timestamptz
language sql
immutable
parallel safe
as $whole_quarters_since$
select '2022-10-03 00:00:00+00'::timestamptz
$whole_quarters_since$;

comment on function pgsummary.whole_quarters_since() is
'since when the days and hours of every time zone have begun with a quarter of an hour of UTC';
