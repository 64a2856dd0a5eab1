-- Stage 30, log: the partitions that hold rows of the source tables, as the catalogue has them. Inlined, hence no SET.
create or replace function pgsummary.source_parts()
returns setof pgsummary.source_part
language sql
stable
parallel safe
as $source_parts$
with recursive tree (root, relation, link_xid) as (
    select i.inhparent, i.inhrelid, i.xmin::text::bigint
    from pg_catalog.pg_inherits i
    where i.inhparent in (
        pg_catalog.to_regclass('public.conference'), pg_catalog.to_regclass('public.participant'),
        pg_catalog.to_regclass('public.participant_conferences'), pg_catalog.to_regclass('public.app_session'),
        pg_catalog.to_regclass('public.app_connection'), pg_catalog.to_regclass('public.app_issue')
    )
    union all
    select t.root, i.inhrelid, i.xmin::text::bigint
    from tree t
    join pg_catalog.pg_inherits i on i.inhparent = t.relation
)
select
    p.relation, p.root, c.relfilenode, p.link_xid, case when c.relkind = 'r' then t.xmin::text::bigint end,
    c.oid::pg_catalog.regclass::text,
    coalesce(c.relkind = 'r' and t.tgenabled in ('O', 'A'), false),
    coalesce(t.tgenabled = 'A', false)
from tree p
join pg_catalog.pg_class c on c.oid = p.relation and c.relkind <> 'p'
left join pg_catalog.pg_trigger t on t.tgrelid = p.relation and t.tgname = 'pgsummary_log_row'
$source_parts$;

comment on function pgsummary.source_parts() is
'the partitions of the source tables as they are, with no row for a table that has none (see source_part)';
