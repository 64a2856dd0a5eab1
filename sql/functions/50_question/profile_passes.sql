-- Stage 50, question: whether a profile passes the filters, by its text; the dictionary may not know it yet. Inlined
-- if possible, hence no SET; callers check first whether there are filters, so that they do not read profiles
-- needlessly.
create or replace function pgsummary.profile_passes(q pgsummary.question, profile text)
returns boolean
language sql
stable
parallel safe
as $profile_passes$
select profile is not null
    and pgsummary.filter_passes(q.browser, (profile::text [])[1])
    and pgsummary.filter_passes(q.os, (profile::text [])[2])
    and pgsummary.filter_passes(q.country, (profile::text [])[3])
    and pgsummary.filter_passes(q.app_version, (profile::text [])[4])
$profile_passes$;

comment on function pgsummary.profile_passes(pgsummary.question, text) is
'whether a profile (see profile_key) passes the filters of a question; a row without an active session passes none';
