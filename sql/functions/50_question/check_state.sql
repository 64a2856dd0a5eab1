-- Stage 50, question: refuses to answer, or to fold, where the answer could be wrong. Each answer asks this, so that
-- it looks at no more than it must; what exactly is wrong is for problems() to say.
create or replace function pgsummary.check_state(caller text, folding boolean default false)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_state$
declare
    known record;
    problem record;
    is_well boolean := false;
begin
    select
        s.always, s.trigger_ids, s.trigger_xids,
        -- Who may not look into the schema may not even name its tables.
        case
            when has_schema_privilege(to_regnamespace(quote_ident(s.source_schema))::oid, 'usage') then num_nulls(
                to_regclass('public.conference'), to_regclass('public.participant'),
                to_regclass('public.participant_conferences'), to_regclass('public.app_session'),
                to_regclass('public.app_connection'), to_regclass('public.app_issue')
            ) = 0
        end as has_tables
    into known
    from pgsummary.state s
    where (
        select count(*) = num_nonnulls(s.generation) and coalesce(bool_and(g.id = s.generation), true)
        from pgsummary.generation g
    );
    -- Constants, so that the plans know them, and are made again when a table of that name is another one.
    if known.has_tables then
        is_well := has_table_privilege('public.conference'::regclass, 'select')
            and has_table_privilege('public.participant'::regclass, 'select')
            and has_table_privilege('public.participant_conferences'::regclass, 'select')
            and has_table_privilege('public.app_session'::regclass, 'select')
            and has_table_privilege('public.app_connection'::regclass, 'select')
            and has_table_privilege('public.app_issue'::regclass, 'select')
            and not row_security_active('public.conference'::regclass)
            and not row_security_active('public.participant'::regclass)
            and not row_security_active('public.participant_conferences'::regclass)
            and not row_security_active('public.app_session'::regclass)
            and not row_security_active('public.app_connection'::regclass)
            and not row_security_active('public.app_issue'::regclass);
    end if;
    if is_well and not folding then
        is_well := (
            select count(*) = 12 and coalesce(
                -- A trigger that was switched off and on again has another transaction id.
                sum(t.oid::bigint) <> known.trigger_ids or sum(t.xmin::text::bigint) = known.trigger_xids, true
            )
            from pg_trigger t
            where t.tgrelid in (
                'public.conference'::regclass, 'public.participant'::regclass, 'public.participant_conferences'::regclass,
                'public.app_session'::regclass, 'public.app_connection'::regclass, 'public.app_issue'::regclass
            )
                -- An index has the two side by side.
                and t.tgname between 'pgsummary_log_row' and 'pgsummary_log_truncate'
                and t.tgname in ('pgsummary_log_row', 'pgsummary_log_truncate')
                and (t.tgenabled = 'A' or (t.tgenabled = 'O' and not known.always))
        );
        -- What a subscription applies fires no trigger that is not ALWAYS.
        if is_well and not known.always then
            is_well := not exists (
                select from pg_subscription_rel r
                where r.srrelid in (
                    'public.conference'::regclass, 'public.participant'::regclass, 'public.participant_conferences'::regclass,
                    'public.app_session'::regclass, 'public.app_connection'::regclass, 'public.app_issue'::regclass
                )
            );
        end if;
    end if;
    if is_well then
        return;
    end if;
    if not exists (select from pg_class c where c.oid = 'pgsummary.state'::regclass) then
        raise exception '%: this transaction began before pg-summary was installed', caller
        using errcode = 'SM007', hint = 'End the transaction and ask again in a new one.';
    end if;
    for problem in
        select p.code, p.message, p.hint
        from pgsummary.problems() p
        -- A fold does what it can: what went by the triggers is for the answers to refuse. A column that is missing
        -- fails what reads it, and nothing else.
        where p.is_fatal and not (folding and p.code = 'SM006')
    loop
        raise exception '%: %', caller, problem.message
        using errcode = problem.code, hint = problem.hint;
    end loop;
end
$check_state$;

comment on function pgsummary.check_state(text, boolean) is
'refuses where an answer could be wrong: SM003 a source table is missing, SM004 row-level security hides rows, SM005 '
'our tables are empty, SM006 triggers are off or paused, or were meanwhile (not when folding), SM007 the snapshot is '
'older than the install, SM008 our tables hold the data of two databases, SM009 a right is missing';
