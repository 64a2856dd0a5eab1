-- Stage 40, fold: updates the facts of these issues to what read_issues returns; returns what rollups lack.
create or replace function pgsummary.fold_issues(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_issues$
declare
    -- Only one statement reads the source, and only once, so that all of a fact is from one moment.
    fresh pgsummary.issue_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.code, l.gum_error
        )::pgsummary.issue_reading
        from pgsummary.read_issues(fold_issues.ids) l
    );
    gone pgsummary.issue_fact[];
    come pgsummary.issue_fact[];
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
    changed as materialized (
        select o.fact as before, n.fact as after
        from (select f as fact from pgsummary.issue_fact f where f.id = any (fold_issues.ids)) o
        full join (select row(n.*)::pgsummary.issue_fact as fact from new_fact n) n on (n.fact).id = (o.fact).id
        where n.fact is distinct from o.fact
    ),
    deleted as (
        delete from pgsummary.issue_fact f using changed c where f.id = (c.before).id and (c.after).id is null
    ),
    written as (
        insert into pgsummary.issue_fact
        select (c.after).* from changed c where (c.after).id is not null
        on conflict (id) do update set
            (created_at, app, profile, code, gum_error) = row(
                excluded.created_at, excluded.app, excluded.profile, excluded.code, excluded.gum_error
            )
    )
    select
        array_agg(c.before) filter (where (c.before).id is not null),
        array_agg(c.after) filter (where (c.after).id is not null)
    into gone, come
    from changed c;
    return pgsummary.increments_between(gone, come);
end
$fold_issues$;

comment on function pgsummary.fold_issues(uuid []) is
'updates the facts of these issues from their source, and returns what the rollups lack: nothing the second time';
