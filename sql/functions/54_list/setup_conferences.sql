-- Stage 54, list: the conferences whose connections a range of connection_setup_time_summary counts, latest first.
create or replace function pgsummary.setup_conferences(
    q pgsummary.question, changed uuid [], setup_range integer, max_rows integer
)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_conferences$
#variable_conflict use_column
declare
    -- How many facts to read; a conference may have several connections, so it may take more.
    deep bigint := 2 * max_rows;
    since timestamptz;
    found uuid[];
begin
    loop
        -- From the index alone. Null if there are no more facts than that: then the whole range is read.
        since := (
            select f.created_at
            from pgsummary.connection_fact f
            where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
                and pgsummary.setup_range_of(f.setup_bin) = setup_conferences.setup_range
                and (not q.filtered or get_bit(q.mask, f.profile) = 1)
            order by f.created_at desc
            limit 1 offset deep
        );
        found := array(
            select n.conference_id
            from (
                select f.id
                from pgsummary.connection_fact f
                where f.app = q.app
                    and f.created_at >= coalesce(since, q.lower_bound) and f.created_at < q.upper_bound
                    and pgsummary.setup_range_of(f.setup_bin) = setup_conferences.setup_range
                    and (not q.filtered or get_bit(q.mask, f.profile) = 1)
                    and not exists (select from unnest(changed) as k (id) where k.id = f.id)
                union all
                select l.id
                from pgsummary.read_connections(changed) l
                where l.app_id = q.app_id
                    and l.created_at >= coalesce(since, q.lower_bound) and l.created_at < q.upper_bound
                    and pgsummary.setup_range_of(l.setup_bin) = setup_conferences.setup_range
                    and (not q.filtered or pgsummary.profile_passes(q, l.profile))
            ) c
            cross join lateral (
                select x.conference_id, x.created_at
                from public.app_connection x
                where x.id = c.id
                order by x.created_at desc
                limit 1
            ) n
            group by n.conference_id
            order by max(n.created_at) desc, n.conference_id desc
            limit max_rows
        );
        exit when since is null or cardinality(found) >= max_rows;
        deep := 8 * deep;
    end loop;
    return found;
end
$setup_conferences$;

comment on function pgsummary.setup_conferences(pgsummary.question, uuid [], integer, integer) is
'ids of the conferences with a connection in a range of the set-up time (1 to 11, see setup_ranges), the conference of '
'the latest connection first, then by id descending, at most max_rows; changed: the connections that the log names';
