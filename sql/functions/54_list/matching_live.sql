-- Stage 54, list: the same as matching_facts, for these conferences as they are now. Inlined, hence no SET.
create or replace function pgsummary.matching_live(
    q pgsummary.question,
    ids uuid [],
    status smallint,
    code text,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer
)
returns table (id uuid, created_at timestamptz)
language sql
stable
parallel safe
as $matching_live$
select l.id, l.created_at
from pgsummary.read_conferences(matching_live.ids) l
where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
    and (not q.filtered or pgsummary.any_passes(q, l.profiles))
    and (matching_live.status is null or l.status = matching_live.status)
    and (matching_live.code is null or matching_live.code = any (l.codes))
    and (matching_live.duration_gte is null or l.duration >= matching_live.duration_gte)
    and (matching_live.duration_lt is null or l.duration < matching_live.duration_lt)
    and (
        (matching_live.setup_time_gte is null and matching_live.setup_time_lt is null)
        or exists (
            select from unnest(l.setup_ms) as s (ms)
            where (matching_live.setup_time_gte is null or s.ms >= matching_live.setup_time_gte)
                and (matching_live.setup_time_lt is null or s.ms < matching_live.setup_time_lt)
        )
    )
    and (matching_live.participants is null or l.participants = matching_live.participants)
$matching_live$;

comment on function pgsummary.matching_live(
    pgsummary.question, uuid [], smallint, text, integer, integer, float8, float8, integer
) is
'those of these conferences that are in the question and match; null passes all';
