-- Stage 30, log: what the backlog reaches, as conferences. Inlined, hence no SET.
create or replace function pgsummary.changed_conferences(causes text default 'oCcsnilp')
returns uuid []
language sql
stable
parallel safe
as $changed_conferences$
select pgsummary.changed('c', causes)
$changed_conferences$;

comment on function pgsummary.changed_conferences(text) is
'ids of the conferences whose facts may differ from their source; on request only by some causes (see causes_of)';
