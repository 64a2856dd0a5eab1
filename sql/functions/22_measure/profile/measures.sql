-- Stage 22, measure: what a session of a profile counts for. Inlined, hence no SET.
create or replace function pgsummary.measures(profile pgsummary.profile)
returns table (measure "char", value integer)
language sql
immutable
parallel safe
as $measures$
-- Not VALUES, because PostgreSQL prepares its expressions row by row.
select
    pg_catalog.unnest(array[
        pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country'),
        pgsummary.measure('app_version')
    ]),
    pg_catalog.unnest(array[
        case when profile.has_platform then profile.browser else -1 end,
        case when profile.has_platform then profile.os else -1 end,
        profile.country,
        profile.app_version
    ])
$measures$;

comment on function pgsummary.measures(pgsummary.profile) is
'measure and value of everything that a session of this profile counts for; -1 stands for a session without a platform';
