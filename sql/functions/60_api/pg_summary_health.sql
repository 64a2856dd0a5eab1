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
declare
    found jsonb;
begin
    -- The same as problems(), which cannot be called then.
    if not has_schema_privilege('pgsummary', 'usage') then
        return jsonb_build_object('triggers_off', 0, 'problems', jsonb_build_array(jsonb_build_object(
            'code', 'SM009', 'object', 'pgsummary', 'message', format('%s may not use schema pgsummary', current_user),
            'hint', format('Run: GRANT USAGE ON SCHEMA pgsummary TO %I', current_user)
        )));
    end if;
    found := (
        select jsonb_agg(jsonb_build_object('code', p.code, 'object', p.object, 'message', p.message, 'hint', p.hint))
        from pgsummary.problems() p
    );
    if to_regclass('pgsummary.status') is null or not has_table_privilege('pgsummary.status', 'select') then
        return jsonb_build_object('triggers_off', 0, 'problems', found);
    end if;
    return (
        select jsonb_build_object(
            'version', s.version,
            'backlog', s.backlog,
            'oldest_change_age_s', s.oldest_change_age_s,
            'refreshed_at', pgsummary.iso(s.refreshed_at),
            'triggers_off', coalesce(s.triggers_off, 0),
            'archived_before', s.archived_before,
            'ignored_changes', coalesce(s.ignored_changes, 0),
            'problems', coalesce(found, '[]')
        )
        -- One row, even if the tables are empty.
        from (select) as always
        left join pgsummary.status s on true
    );
end
$pg_summary_health$;

comment on function public.pg_summary_health() is
'{version, backlog (changes not folded yet), oldest_change_age_s (of the oldest of them, in seconds, null = none), '
'refreshed_at (the last refresh), triggers_off (how many triggers are missing or do not fire: then functions refuse '
'to answer), archived_before (the date before which days are archived, or null), ignored_changes (changes of their '
'rows), problems (array of {code, object, message, hint}: why functions refuse to answer or fail; empty if all is '
'well)}; only some of these if the role lacks rights. Source: '
'pgsummary.status, pgsummary.problems().';

revoke all on function public.pg_summary_health() from public;
