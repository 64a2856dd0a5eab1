-- Stage 30, internal: whether a profile passes the filters, by its text; the dictionary may not know it yet.
create or replace function pgsummary.profile_passes(
    profile text, browser text, os text, country text, app_version text
)
returns boolean
language sql
stable
parallel safe
as $profile_passes$
select profile is not null
    and pgsummary.filter_passes(browser, (profile::text [])[1])
    and pgsummary.filter_passes(os, (profile::text [])[2])
    and pgsummary.filter_passes(country, (profile::text [])[3])
    and pgsummary.filter_passes(app_version, (profile::text [])[4])
$profile_passes$;

comment on function pgsummary.profile_passes(text, text, text, text, text) is
'whether a profile (see profile_key) passes the four filters; a row without an active session never does';
