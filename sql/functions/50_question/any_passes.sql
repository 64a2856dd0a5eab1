-- Stage 50, question: whether any profile of a conference passes the filters. Inlined, hence no SET.
create or replace function pgsummary.any_passes(q pgsummary.question, profiles text [])
returns boolean
language sql
stable
parallel safe
as $any_passes$
select exists (select from unnest(profiles) as p (key) where pgsummary.profile_passes(q, p.key))
$any_passes$;

comment on function pgsummary.any_passes(pgsummary.question, text []) is
'whether any of these profiles (see profile_key) passes the filters of a question';
