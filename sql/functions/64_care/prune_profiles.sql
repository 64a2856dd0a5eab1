-- Stage 64, care: drops the profiles that no fact has, not even one of an archived day. Rollups do not hold profiles,
-- only their segments.
create or replace function pgsummary.prune_profiles()
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $prune_profiles$
declare
    dropped bigint;
    last_id integer;
    kept bit varying;
begin
    delete from pgsummary.profile p
    where p.id > 0 and not exists (
        select
        from (
            select unnest(c.profiles) as id from pgsummary.conference_fact c
            union
            select s.profile from pgsummary.session_fact s
            union
            select n.profile from pgsummary.connection_fact n
            union
            select i.profile from pgsummary.issue_fact i
            union
            select unnest(c.profiles) from pgsummary.archived_day d cross join lateral unnest(d.conferences) c
            union
            select s.profile from pgsummary.archived_day d cross join lateral unnest(d.sessions) s
            union
            select n.profile from pgsummary.archived_day d cross join lateral unnest(d.connections) n
            union
            select i.profile from pgsummary.archived_day d cross join lateral unnest(d.issues) i
        ) said
        where said.id = p.id
    );
    get diagnostics dropped = row_count;
    if dropped = 0 then
        return 0;
    end if;
    -- Their numbers will be reused: no filter may still select them.
    last_id := (select max(p.id) from pgsummary.profile p);
    kept := (
        select string_agg(case when p.id is null then '0' else '1' end, '' order by g.id)::bit varying
        from generate_series(0, last_id) as g (id)
        left join pgsummary.profile p on p.id = g.id
    );
    with trimmed as (
        select v.dimension, v.term, t.profiles & substring(kept from 1 for length(t.profiles)) as profiles
        from pgsummary.filter_value v
        cross join lateral (select substring(v.profiles from 1 for last_id + 1) as profiles) t
    ),
    emptied as (
        delete from pgsummary.filter_value v using trimmed t
        where v.dimension = t.dimension and v.term = t.term and position(B'1' in t.profiles) = 0
    )
    update pgsummary.filter_value v
    set profiles = t.profiles
    from trimmed t
    where v.dimension = t.dimension and v.term = t.term and v.profiles <> t.profiles
        and position(B'1' in t.profiles) > 0;
    return dropped;
end
$prune_profiles$;

comment on function pgsummary.prune_profiles() is
'drops the profiles that no fact has, not even one of an archived day, and removes them from filter_value; returns how '
'many. prune calls it, and holds the lock';
