-- Stage 64, care: drops the names that no fact has and no rollup counts. Rollups keep no value whose sum is zero, once
-- late rows are added to the others.
create or replace function pgsummary.prune_names(dictionary text)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $prune_names$
declare
    naming constant "char"[] := pgsummary.measures_naming(dictionary);
    said integer[];
    unsaid integer[];
    rollup name;
    dropped bigint;
begin
    said := array(
        select distinct u.value
        from pgsummary.rollup_day d
        cross join lateral unnest(d.measures, d.vals) as u (measure, value)
        where u.measure = any (naming)
    ) || case dictionary
        when 'term' then array(
            select unnest(array[p.browser, p.os, p.country, p.app_version]) from pgsummary.profile p
            union
            select unnest(array[s.browser, s.os, s.country, s.app_version]) from pgsummary.segment s
            union
            select unnest(array[f.browser_version, f.os_version]) from pgsummary.session_fact f
            union
            select unnest(f.codes) from pgsummary.conference_fact f
            union
            select f.code from pgsummary.issue_fact f
        )
        when 'place' then array(select distinct f.place from pgsummary.session_fact f)
        else array(select distinct f.gum_error from pgsummary.issue_fact f)
    end;
    execute format(
        'select array_agg(d.id) from pgsummary.%I d where not exists (select from unnest($1) as k (id) where k.id = d.id)',
        dictionary
    ) into unsaid using said;
    for rollup in select r.name from pgsummary.rollups_with('app') r loop
        exit when unsaid is null;
        -- If it counts more, it has drifted from the days: verify finds that, and no name is lost by it.
        execute format(
            'select array_agg(k.id) from unnest($2) as k (id)
            where not exists (
                select
                from (
                    select distinct u.value
                    from pgsummary.%I r
                    cross join lateral unnest(r.measures, r.vals) as u (measure, value)
                    where u.measure = any ($1)
                ) said
                where said.value = k.id
            )',
            rollup
        ) into unsaid using naming, unsaid;
    end loop;
    execute format('delete from pgsummary.%I d where d.id = any ($1)', dictionary) using unsaid;
    get diagnostics dropped = row_count;
    return dropped;
end
$prune_names$;

comment on function pgsummary.prune_names(text) is
'drops the terms, places or getUserMedia errors (dictionary: term, place or gum_error) that no fact has and no rollup '
'counts; returns how many. prune calls it, and holds the lock';
