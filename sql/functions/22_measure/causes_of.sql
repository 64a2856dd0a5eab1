-- Stage 22, measure: which changes can change a measure. Inlined, hence no SET.
create or replace function pgsummary.causes_of(measure "char", filtered boolean default false)
returns text
language sql
immutable
parallel safe
as $causes_of$
select case measure
    when pgsummary.measure('status') then 'oCci'
    when pgsummary.measure('time') then 'oCci'
    when pgsummary.measure('duration_range') then 'oCc'
    when pgsummary.measure('seconds') then 'oCc'
    when pgsummary.measure('participants') then 'Ccslp'
    when pgsummary.measure('size') then 'oCcslp'
    when pgsummary.measure('conference_code') then 'Cci'
    when pgsummary.measure('session') then 'Cs'
    when pgsummary.measure('browser') then 'Cs'
    when pgsummary.measure('os') then 'Cs'
    when pgsummary.measure('country') then 'Cs'
    when pgsummary.measure('app_version') then 'Cs'
    when pgsummary.measure('place') then 'Cs'
    when pgsummary.measure('browser_version') then 'Cs'
    when pgsummary.measure('os_version') then 'Cs'
    when pgsummary.measure('relayed') then 'Cn'
    when pgsummary.measure('setup_bin') then 'Cn'
    when pgsummary.measure('issue_code') then 'Ci'
    when pgsummary.measure('gum_error') then 'Ci'
end
-- Filters depend on sessions.
|| case when filtered then 's' else '' end
$causes_of$;

comment on function pgsummary.causes_of("char", boolean) is
'the causes (kinds of change_log) that can change a measure or, with filters, what it counts; without * (everything)';
