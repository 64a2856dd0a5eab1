-- Stage 30, log: how many source rows a fold reads for a changed conference or participant.
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
    -- Each in a conference of about ten rows.
    + (select pg_catalog.count(*) * 10 from public.app_session s where s.participant_id = about)
$rows_reached$;

comment on function pgsummary.rows_reached(uuid) is
'about how many rows a fold reads for a conference with all its rows, or for the conferences of a participant';
