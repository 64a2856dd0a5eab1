-- Stage 60, API: what is installed and how fresh its facts are, for those who may not read pgsummary.status.
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
            'triggers_off', coalesce(s.triggers_off, 0),
            'problems', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'code', p.code, 'object', p.object, 'message', p.message, 'hint', p.hint
                ))
                from pgsummary.problems() p
            ), '[]')
        )
        -- One row, also where the tables are empty.
        from (select) as always
        left join pgsummary.status s on true
    );
end
$pg_summary_health$;

comment on function public.pg_summary_health() is
'{version, backlog (changes not folded yet), oldest_change_age_s (of the oldest of them, in seconds, null = none), '
'refreshed_at (the last refresh), triggers_off (how many are missing or do not fire: answers are refused), problems '
'(array of {code, object, message, hint}: why answers are refused or fail; empty where all is well)}. Source: '
'pgsummary.status, pgsummary.problems().';

revoke all on function public.pg_summary_health() from public;
