-- Stage 22, measure: the letter of a measure in rollups. Inlined, hence no SET: a constant name gives a constant.
create or replace function pgsummary.measure(name text)
returns "char"
language sql
immutable
parallel safe
as $measure$
select case name
    -- Conferences.
    when 'status' then 's'
    when 'duration_range' then 'd'
    when 'participants' then 'p'
    when 'conference_code' then 'k'
    when 'seconds' then 'e'
    -- Two in one number (see unpacked): status and quarter of the day; participants and duration range.
    when 'time' then 't'
    when 'size' then 'x'
    -- Sessions; one increment (session) stands for itself and the four values of its profile (see spread_measure).
    when 'session' then 'n'
    when 'browser' then 'b'
    when 'os' then 'o'
    when 'country' then 'c'
    when 'app_version' then 'v'
    when 'place' then 'l'
    when 'browser_version' then 'w'
    when 'os_version' then 'y'
    -- Connections.
    when 'relayed' then 'r'
    when 'setup_bin' then 'u'
    -- Issues.
    when 'issue_code' then 'i'
    when 'gum_error' then 'g'
end::"char"
$measure$;

comment on function pgsummary.measure(text) is
'the letter of a measure in rollup_day, rollup_quarter_hour and rollup_segment, unique over all kinds of rows; null '
'for any other name';
