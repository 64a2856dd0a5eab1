-- Stage 54, list: whether a conference fact matches a list's parameters. Inlined, hence no SET.
create or replace function pgsummary.fact_matches(
    fact pgsummary.conference_fact,
    status smallint,
    code integer,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer
)
returns boolean
language sql
immutable
parallel safe
as $fact_matches$
select (fact_matches.status is null or fact.status = fact_matches.status)
    and (fact_matches.code is null or fact_matches.code = any (fact.codes))
    and (fact_matches.duration_gte is null or fact.duration >= fact_matches.duration_gte)
    and (fact_matches.duration_lt is null or fact.duration < fact_matches.duration_lt)
    and (
        (fact_matches.setup_time_gte is null and fact_matches.setup_time_lt is null)
        or pgsummary.any_within(fact.setup_ms, fact_matches.setup_time_gte, fact_matches.setup_time_lt)
    )
    and (fact_matches.participants is null or fact.participants = fact_matches.participants)
$fact_matches$;

comment on function pgsummary.fact_matches(
    pgsummary.conference_fact, smallint, integer, integer, integer, float8, float8, integer
) is
'whether a conference fact has these values; null passes all';
