-- Stage 22, measure: the measures whose values are numbers of a dictionary. Inlined, hence no SET.
create or replace function pgsummary.measures_naming(dictionary text)
returns "char" []
language sql
immutable
parallel safe
as $measures_naming$
select case dictionary
    when 'term' then array[
        pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country'),
        pgsummary.measure('app_version'), pgsummary.measure('browser_version'), pgsummary.measure('os_version'),
        pgsummary.measure('conference_code'), pgsummary.measure('issue_code')
    ]
    when 'place' then array[pgsummary.measure('place')]
    when 'gum_error' then array[pgsummary.measure('gum_error')]
end
$measures_naming$;

comment on function pgsummary.measures_naming(text) is
'the measures whose values in the rollups are ids of this dictionary: term, place or gum_error; null for any other';
