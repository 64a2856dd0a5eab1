-- Stage 48, words: the title of a code. Inlined, hence no SET.
create or replace function pgsummary.issue_title(code text)
returns text
language sql
immutable
parallel safe
as $issue_title$
select case code
    when 'no_media_access' then 'Could not access any media device'
    when 'ice_failed' then 'Connection could not be established'
    when 'no_connection' then 'The participant could not establish a connection'
    when 'very_low_emos' then 'The participant had a very bad experience during the conference'
    when 'getusermedia_error' then 'Problem accessing media'
    when 'icecandidateerror' then 'ICE candidate error'
    when 'connection_disconnected' then 'Connection disconnected'
    when 'connection_failed' then 'Connection failed'
    when 'multiple_rejoins' then 'Multiple rejoins'
    when 'tcp_used' then 'Media sent over TCP'
    when 'turn_used' then 'Connection relayed through a TURN server'
    when 'low_emos' then 'Participant had a less than ideal experience'
    else code
end
$issue_title$;

comment on function pgsummary.issue_title(text) is 'the title of an issue code; an unknown code is its own title';
