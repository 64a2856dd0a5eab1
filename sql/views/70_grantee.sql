-- Stage 70, views: which roles besides the owner have privileges on our objects.
create or replace view pgsummary.grantee as
select
    g.kind,
    g.name,
    g.role,
    string_agg(distinct g.privilege_type, ', ' order by g.privilege_type) as privileges,
    g.by_install,
    not g.by_install and exists (
        select
        from pg_default_acl d
        cross join aclexplode(d.defaclacl) e
        where
            d.defaclobjtype = g.object_type and d.defaclnamespace in (0, g.namespace) and e.grantee = g.grantee
    ) as by_default
from (
    select
        o.*,
        a.grantee,
        a.privilege_type,
        coalesce(r.rolname::text, 'public') as role,
        case
            when o.is_api then coalesce(r.rolname::text, 'public') = any(s.granted_to)
            -- The owner of the source tables backs up ours with them.
            when o.kind <> 'function'
                then
                    a.privilege_type in ('SELECT', 'USAGE') and a.grantee in (
                        select c.relowner
                        from pg_trigger t
                        join pg_proc p on p.oid = t.tgfoid
                        join pg_class c on c.oid = t.tgrelid
                        where p.pronamespace = 'pgsummary'::regnamespace
                    )
            else false
        end as by_install
    from (
        select
            'function' as kind,
            format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
            p.proacl as rights,
            p.proowner as owner,
            p.pronamespace as namespace,
            'f'::"char" as object_type,
            n.nspname <> 'pgsummary' as is_api
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where
            n.nspname = 'pgsummary' or exists (
                select
                from pgsummary.installed_object i
                where
                    i.kind = 'function' and i.object = p.proname
                    and i.name = format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
            )
        union all
        select
            case c.relkind when 'S' then 'sequence' else 'table' end as kind,
            format('pgsummary.%I', c.relname) as name,
            c.relacl as rights,
            c.relowner as owner,
            c.relnamespace as namespace,
            case c.relkind when 'S' then 'S' else 'r' end::"char" as object_type,
            false as is_api
        from pg_class c
        where c.relnamespace = 'pgsummary'::regnamespace and c.relkind in ('r', 'v', 'm', 'S')
        union all
        select
            'schema' as kind,
            quote_ident(n.nspname) as name,
            n.nspacl as rights,
            n.nspowner as owner,
            0 as namespace,
            'n'::"char" as object_type,
            n.nspname <> 'pgsummary' as is_api
        from pg_namespace n
        where
            n.nspname = 'pgsummary'
            or exists (
                select
                from pgsummary.installed_object i
                where i.kind = 'schema' and i.file = '' and i.object = n.nspname
            )
    ) o
    cross join aclexplode(o.rights) a
    left join pg_roles r on r.oid = a.grantee
    cross join pgsummary.state s
    where a.grantee <> o.owner
) g
group by g.kind, g.name, g.role, g.grantee, g.by_install, g.object_type, g.namespace;

comment on view pgsummary.grantee is
'one row per object of pg-summary and role that has privileges on it without owning it: the privileges, whether an '
'install granted them (by_install), and whether default privileges may have done so (by_default; install revokes '
'those)';
