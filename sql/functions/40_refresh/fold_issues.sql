-- Stage 40, refresh: makes the facts of these issues what live_issues says; returns what rollups lack.
create or replace function pgsummary.fold_issues(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_issues$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.issue_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.code, l.gum_error
        )::pgsummary.issue_reading
        from pgsummary.live_issues(fold_issues.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    perform pgsummary.learn_terms(array(select distinct n.code from unnest(fresh) n));
    perform pgsummary.learn_gum_errors(array(select distinct n.gum_error from unnest(fresh) n));
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
    ),
    code_number as materialized (
        select k.code, t.id
        from (select distinct n.code from unnest(fresh) n) k
        join pgsummary.term t on t.hash = sha256(convert_to(k.code, 'SQL_ASCII'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, coalesce(p.id, 0) as profile, c.id as code, g.id as gum_error
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        join code_number c on c.code = n.code
        left join profile_number p on p.key = n.profile
        left join pgsummary.gum_error g on g.hash = sha256(convert_to(n.gum_error, 'SQL_ASCII'))
    ),
    old_fact as materialized (
        select f.* from pgsummary.issue_fact f where f.id = any (fold_issues.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.issue_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.issue_fact (id, created_at, app, profile, code, gum_error)
        select c.id, c.created_at, c.app, c.profile, c.code, c.gum_error
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            code = excluded.code,
            gum_error = excluded.gum_error
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, s.profile, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        cross join lateral pgsummary.measures(
            row(s.id, s.created_at, s.app, s.profile, s.code, s.gum_error)::pgsummary.issue_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_issues$;

comment on function pgsummary.fold_issues(uuid []) is
'brings the facts of these issues up to their source, and returns what the rollups lack; a second time nothing';
