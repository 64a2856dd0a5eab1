-- Stage 50, API: what is installed and how fresh its facts are, for those who may not read pgsummary.status.
create or replace function public.pg_summary_health()
returns jsonb
language plpgsql
stable
parallel restricted
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $pg_summary_health$
begin
    return (
        select jsonb_build_object(
            'version', s.version,
            'backlog', s.backlog,
            'oldest_change_age_s', s.oldest_change_age_s,
            'refreshed_at', pgsummary.iso(s.refreshed_at),
            'triggers_off', s.triggers_off,
            'misfit', pgsummary.first_misfit()
        )
        from pgsummary.status s
    );
end
$pg_summary_health$;

comment on function public.pg_summary_health() is
'{version, backlog (changes not folded yet), oldest_change_age_s (of the oldest of them, in seconds, null = none), '
'refreshed_at (the last refresh), triggers_off (how many are missing or disabled: answers may be wrong), '
'misfit (the first function that fails on the source tables as they are now, with the error, null = none: summaries '
'fail)}. Source: pgsummary.status.';

revoke all on function public.pg_summary_health() from public;
