-- Stage 54, list: the conference facts of a range that match a list's parameters. Inlined, hence no SET.
create or replace function pgsummary.matching_facts(
    q pgsummary.question,
    status smallint,
    code integer,
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
as $matching_facts$
select f.id, f.created_at
from pgsummary.conference_fact f
where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
    and (not q.filtered or pgsummary.any_selected(f.profiles, q.mask))
    and pgsummary.fact_matches(
        f, matching_facts.status, matching_facts.code, matching_facts.duration_gte, matching_facts.duration_lt,
        matching_facts.setup_time_gte, matching_facts.setup_time_lt, matching_facts.participants
    )
$matching_facts$;

comment on function pgsummary.matching_facts(
    pgsummary.question, smallint, integer, integer, integer, float8, float8, integer
) is
'the conference facts of a question that match; null passes all';
