-- Stage 30, log: the sessions that the backlog reaches. Inlined, hence no SET.
create or replace function pgsummary.changed_sessions(causes text default 'Cs')
returns uuid []
language sql
stable
parallel safe
as $changed_sessions$
select pgsummary.changed('s', causes)
$changed_sessions$;

comment on function pgsummary.changed_sessions(text) is
'ids of the sessions whose facts may differ from their source, because of any or only of some causes (see causes_of)';
