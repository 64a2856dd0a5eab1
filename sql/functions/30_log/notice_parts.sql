-- Stage 30, log: notices partitions that came, went or were emptied since the last refresh: no trigger fired for them.
-- What came is logged as if its rows had been inserted, and mostly there are none, as a partition is made before it is
-- filled. What went named no rows, and those of a partition that we may not read by its name we cannot name: then
-- everything is compared.
create or replace function pgsummary.notice_parts(are_same boolean, triggers_are_known boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $notice_parts$
declare
    -- Once: what comes and goes from now on is the next refresh's to notice.
    seen constant pgsummary.source_part[] := array(select p from pgsummary.source_parts() p);
    known constant pgsummary.source_part[] := array(select k from pgsummary.source_part k);
    part record;
begin
    if seen <@ known and known <@ seen then
        return;
    end if;
    if not exists (select from pgsummary.backlog() l where l.kind = '*') then
        if exists (
            select from unnest(known) k
            where not exists (
                select from unnest(seen) s
                where case
                    when are_same
                        then s.relation = k.relation and s.filenode = k.filenode and s.link_xid = k.link_xid
                            and (s.trigger_xid is not distinct from k.trigger_xid or not triggers_are_known)
                    else s.name = k.name
                end
            )
        ) or exists (
            select from unnest(seen) s
            where not pgsummary.is_readable(s.relation) and not exists (
                select from unnest(known) k
                where case when are_same then k.relation = s.relation else k.name = s.name end
            )
        ) then
            perform pgsummary.mark_everything();
        else
            for part in
                select n.nspname as schema, c.relname as name, v.kind, v.entity, v.conference
                from unnest(seen) s
                join pg_class c on c.oid = s.relation
                join pg_namespace n on n.oid = c.relnamespace
                join (
                    values
                    ('public.conference', 'C', 'id', 'id'), ('public.participant', 'p', 'id', null),
                    ('public.participant_conferences', 'l', 'conference_id', 'conference_id'),
                    ('public.app_session', 's', 'id', 'conference_id'),
                    ('public.app_connection', 'n', 'id', 'conference_id'),
                    ('public.app_issue', 'i', 'id', 'conference_id')
                ) as v (source, kind, entity, conference) on to_regclass(v.source) = s.root
                where not exists (
                    select from unnest(known) k
                    where case when are_same then k.relation = s.relation else k.name = s.name end
                )
            loop
                if part.conference is null then
                    execute format(
                        'insert into pgsummary.change_log (kind, entity) select %L, x.%I from %I.%I x',
                        part.kind, part.entity, part.schema, part.name
                    );
                else
                    execute format(
                        'insert into pgsummary.change_log (kind, entity, conference_id) select %L, x.%I, x.%I from %I.%I x',
                        part.kind, part.entity, part.conference, part.schema, part.name
                    );
                end if;
            end loop;
        end if;
    end if;
    delete from pgsummary.source_part;
    insert into pgsummary.source_part select s.* from unnest(seen) s;
end
$notice_parts$;

comment on function pgsummary.notice_parts(boolean, boolean) is
'logs the rows of partitions that came since the last refresh, and marks everything as changed where one went, was '
'emptied or had its trigger off; are_same: whether these are the tables that it saw, and not those of a restore, of '
'which only the names are known; triggers_are_known: whether an install has not made their triggers again since';
