-- Stage 50, question: refuses to answer, or to fold, if the answer could be wrong. Every answer calls this, so it
-- checks no more than it must; problems() says what exactly is wrong.
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
    is_parted boolean := false;
begin
    if has_table_privilege('pgsummary.state'::regclass, 'select') then
        select s.always, s.source_schema, s.trigger_xids, s.log_xids, s.unlogged_before is null as is_logged
        into known
        from pgsummary.state s
        where array(select g.id from pgsummary.generation g) = array_remove(array[s.generation], null);
        -- A role that may not use the schema may not even name its tables.
        is_well := found and has_schema_privilege(to_regnamespace(quote_ident(known.source_schema))::oid, 'usage')
            and num_nulls(
                to_regclass('public.conference'), to_regclass('public.participant'),
                to_regclass('public.participant_conferences'), to_regclass('public.app_session'),
                to_regclass('public.app_connection'), to_regclass('public.app_issue'), to_regclass('pgsummary.change_log')
            ) = 0;
    end if;
    if is_well then
        -- Constants, so that the plans know them, and are made again when another table gets that name.
        is_well := has_table_privilege('public.conference'::regclass, 'select')
            and has_table_privilege('public.participant'::regclass, 'select')
            and has_table_privilege('public.participant_conferences'::regclass, 'select')
            and has_table_privilege('public.app_session'::regclass, 'select')
            and has_table_privilege('public.app_connection'::regclass, 'select')
            and has_table_privilege('public.app_issue'::regclass, 'select')
            and has_table_privilege('pgsummary.change_log'::regclass, 'insert')
            and not row_security_active('public.conference'::regclass)
            and not row_security_active('public.participant'::regclass)
            and not row_security_active('public.participant_conferences'::regclass)
            and not row_security_active('public.app_session'::regclass)
            and not row_security_active('public.app_connection'::regclass)
            and not row_security_active('public.app_issue'::regclass)
            and not row_security_active('pgsummary.change_log'::regclass);
    end if;
    if is_well and not folding then
        -- A change of a right or a trigger gives its row in the catalogue another transaction id than the one that the
        -- last refresh saw when all was well.
        select known.is_logged and (
            select count(*) = 12
            from pg_trigger t
            where t.tgrelid in (
                'public.conference'::regclass, 'public.participant'::regclass, 'public.participant_conferences'::regclass,
                'public.app_session'::regclass, 'public.app_connection'::regclass, 'public.app_issue'::regclass
            )
                -- An index holds both columns.
                and t.tgname between 'pgsummary_log_row' and 'pgsummary_log_truncate'
                and t.xmin = any (known.trigger_xids)
        ) and exists (
            select from pg_class c where c.oid = 'pgsummary.change_log'::regclass and c.xmin = any (known.log_xids)
        ) and exists (
            select from pg_namespace n where n.oid = 'pgsummary'::regnamespace and n.xmin = any (known.log_xids)
        )
            -- Changes that a subscription applies fire only ALWAYS triggers.
            and (known.always or not exists (
                select from pg_subscription_rel r
                where r.srrelid in (
                    'public.conference'::regclass, 'public.participant'::regclass, 'public.participant_conferences'::regclass,
                    'public.app_session'::regclass, 'public.app_connection'::regclass, 'public.app_issue'::regclass
                )
            )),
            -- Most tables have no partitions, and had none.
            exists (
                select from pg_inherits i
                where i.inhparent in (
                    'public.conference'::regclass, 'public.participant'::regclass, 'public.participant_conferences'::regclass,
                    'public.app_session'::regclass, 'public.app_connection'::regclass, 'public.app_issue'::regclass
                )
            ) or exists (select from pgsummary.source_part)
        into is_well, is_parted;
    end if;
    -- Rows that come and go with a partition fire no trigger.
    if is_well and is_parted then
        is_well := not exists (
            select
            from pgsummary.source_parts() p
            full join pgsummary.source_part k
                on k.relation = p.relation and k.filenode = p.filenode and k.link_xid = p.link_xid
            where k.relation is null or p.relation is null or not p.fires or (known.always and not p.always)
                or k.trigger_xid is distinct from p.trigger_xid
        ) and (known.always or not exists (
            select from pg_subscription_rel r where r.srrelid in (select k.relation from pgsummary.source_part k)
        ));
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
        -- A fold does what it can: changes that were not logged make answers refuse, not folds. A missing column fails
        -- only what reads it.
        where p.is_fatal and not (folding and (p.code = 'SM006' or (p.code = 'SM009' and p.object = 'pgsummary.change_log')))
    loop
        raise exception '%: %', caller, problem.message
        using errcode = problem.code, hint = problem.hint;
    end loop;
end
$check_state$;

comment on function pgsummary.check_state(text, boolean) is
'refuses if an answer could be wrong: SM003 a source table is missing, SM004 row-level security hides rows, SM005 '
'our tables are empty or missing, SM006 triggers are or were off or paused, or could not append to the log, '
'or rows came or went with a partition (not when folding), SM007 the snapshot is older than the install, SM008 our '
'tables hold the data of two databases, SM009 a right is missing (when folding: one that folding needs)';
