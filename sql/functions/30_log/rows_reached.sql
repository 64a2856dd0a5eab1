-- Stage 30, log: how many rows of the source a fold reads for what changed about a conference or a participant.
-- Inlined, hence no SET.
create or replace function pgsummary.rows_reached(about uuid)
returns table (n bigint)
language sql
stable
parallel safe
as $rows_reached$
select 1
    + (select pg_catalog.count(*) from public.app_session s where s.conference_id = about)
    + (select pg_catalog.count(*) from public.app_connection n where n.conference_id = about)
    + (select pg_catalog.count(*) from public.app_issue i where i.conference_id = about)
    -- Each in a conference of ten rows or so.
    + (select pg_catalog.count(*) * 10 from public.app_session s where s.participant_id = about)
$rows_reached$;

comment on function pgsummary.rows_reached(uuid) is
'about how many rows a fold reads for a conference with all that hangs on it, or for the conferences of a participant';
