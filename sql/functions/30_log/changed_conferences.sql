-- Stage 30, log: the conferences that the backlog reaches. Inlined, hence no SET.
create or replace function pgsummary.changed_conferences(causes text default 'oCcsnilp')
returns uuid []
language sql
stable
parallel safe
as $changed_conferences$
select pgsummary.changed('c', causes)
$changed_conferences$;

comment on function pgsummary.changed_conferences(text) is
'ids of the conferences whose facts may differ from their source, because of any or only of some causes (see '
'causes_of)';
