-- Stage 52, count: issues by any measures, in one pass (see count_conferences).
create or replace function pgsummary.count_issues(q pgsummary.question, wanted "char" [])
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_issues$
declare
    of_code constant "char" := pgsummary.measure('issue_code');
    of_error constant "char" := pgsummary.measure('gum_error');
    by_code constant boolean := of_code = any (wanted);
    by_error constant boolean := of_error = any (wanted);
    changed constant uuid[] := pgsummary.changed_issues();
    tallies pgsummary.tally[];
begin
    tallies := pgsummary.rolled_up(q, '{i}', wanted) || array(
        select row(m.measure, m.value, null, null, sum(g.n))::pgsummary.tally
        from (
            select i.code, i.gum_error, sum(i.n) as n
            from (
                select f.n, case when by_code then f.code end as code, case when by_error then f.gum_error end as gum_error
                from pgsummary.loose_issues(q, changed) f
            ) i
            group by i.code, i.gum_error
        ) g
        cross join lateral (values (of_code, g.code), (of_error, g.gum_error)) as m (measure, value)
        where m.value is not null
        group by m.measure, m.value
    );
    if changed <> '{}' then
        tallies := tallies || array(
            select row(m.measure, null, m.name, null, sum(g.n))::pgsummary.tally
            from (
                select i.code, i.gum_error, count(*) as n
                from (
                    select case when by_code then l.code end as code, case when by_error then l.gum_error end as gum_error
                    from pgsummary.read_issues(changed) l
                    where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
                        and (not q.filtered or pgsummary.profile_passes(q, l.profile))
                ) i
                group by i.code, i.gum_error
            ) g
            cross join lateral (values (of_code, g.code), (of_error, g.gum_error)) as m (measure, name)
            where m.name is not null
            group by m.measure, m.name
        );
    end if;
    return tallies;
end
$count_issues$;

comment on function pgsummary.count_issues(pgsummary.question, "char" []) is
'issues of a question by any of issue_code and gum_error: a term or a getUserMedia error, or null with the code, or '
'its key, where it comes from the log';
