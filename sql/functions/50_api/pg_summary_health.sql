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
            'problems', coalesce((
                select jsonb_agg(jsonb_build_object('code', p.code, 'message', p.message, 'hint', p.hint))
                from (
                    select 'SM003' as code, m.message, 'Run pg-summary status.' as hint
                    from pgsummary.first_misfit() as m (message)
                    where m.message is not null
                    union all
                    select 'SM006', s.triggers_off || ' triggers are missing or disabled', 'Run pg-summary install.'
                    where s.triggers_off > 0
                ) p
            ), '[]')
        )
        from pgsummary.status s
    );
end
$pg_summary_health$;

comment on function public.pg_summary_health() is
'{version, backlog (changes not folded yet), oldest_change_age_s (of the oldest of them, in seconds, null = none), '
'refreshed_at (the last refresh), triggers_off (how many are missing or disabled: answers may be wrong), '
'problems (array of {code, message, hint}: why summaries fail or may be wrong)}. Source: pgsummary.status.';

revoke all on function public.pg_summary_health() from public;
