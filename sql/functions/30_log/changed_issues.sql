-- Stage 30, log: what the backlog reaches, as issues. Inlined, hence no SET.
create or replace function pgsummary.changed_issues(causes text default 'Csi')
returns uuid []
language sql
stable
parallel safe
as $changed_issues$
select pgsummary.changed('i', causes)
$changed_issues$;

comment on function pgsummary.changed_issues(text) is
'ids of the issues whose facts may differ from their source; on request only by some causes (see causes_of)';
