-- Stage 30, log: the issues that the backlog reaches. Inlined, hence no SET.
create or replace function pgsummary.changed_issues(causes text default 'Csi')
returns uuid []
language sql
stable
parallel safe
as $changed_issues$
select pgsummary.changed('i', causes)
$changed_issues$;

comment on function pgsummary.changed_issues(text) is
'ids of the issues whose facts may differ from their source, because of any or only of some causes (see causes_of)';
