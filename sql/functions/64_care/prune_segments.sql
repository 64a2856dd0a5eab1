-- Stage 64, care: drops the segments that no profile is in and no rollup counts. Nothing may remain in a row of a
-- segment.
create or replace function pgsummary.prune_segments()
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $prune_segments$
declare
    unsaid integer[] := array(
        select s.id from pgsummary.segment s
        where not exists (
            select from (select distinct unnest(p.segments) as id from pgsummary.profile p) said where said.id = s.id
        )
    );
    said integer[];
    rollup name;
    dropped bigint;
begin
    for rollup in select r.name from pgsummary.rollups_with('segment') r loop
        exit when unsaid = '{}';
        execute format(
            'delete from pgsummary.%I r
            where r.segment in (select unnest($1)) and r.counts = ''{}''',
            rollup
        ) using unsaid;
        execute format('select array_agg(distinct r.segment) from pgsummary.%I r', rollup) into said;
        unsaid := array(select unnest(unsaid) except select unnest(said));
    end loop;
    delete from pgsummary.segment s where s.id in (select unnest(unsaid));
    get diagnostics dropped = row_count;
    return dropped;
end
$prune_segments$;

comment on function pgsummary.prune_segments() is
'drops the segments that no profile is in and no rollup counts; returns how many. prune calls it, and holds the lock';
