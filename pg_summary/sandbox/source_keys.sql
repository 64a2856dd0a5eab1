-- Keys and indexes of source_tables.sql, under the names that Django gives them. There is no table
-- "track" here, and so no foreign key to it.

alter table organization add constraint organization_pkey
    primary key (id);
alter table app add constraint app_pkey
    primary key (id);
alter table conference add constraint conference_pkey
    primary key (id);
alter table participant add constraint participant_pkey
    primary key (id);
alter table participant_conferences
    add constraint participant_conferences_pkey
    primary key (id);
alter table app_session add constraint app_session_pkey
    primary key (id);
alter table app_connection add constraint app_connection_pkey
    primary key (id);
alter table app_issue add constraint app_issue_pkey
    primary key (id);

alter table app add constraint app_api_key_key
    unique (api_key);
alter table conference add constraint conference_conference_id_app_id_cca8bada_uniq
    unique (conference_id, app_id);
alter table participant add constraint participant_participant_id_app_id_07c457cb_uniq
    unique (participant_id, app_id);
alter table participant_conferences
    add constraint participant_conferences_participant_id_conferenc_7df6e9cc_uniq
    unique (participant_id, conference_id);

create index app_api_key_4a0a087d_like
    on app (api_key varchar_pattern_ops);
create index app_organization_id_2a92b396
    on app (organization_id);
create index conference_app_id_1d4d5faa
    on conference (app_id);
create index conference_conference_id_25a57d39
    on conference (conference_id);
create index conference_conference_id_25a57d39_like
    on conference (conference_id varchar_pattern_ops);
create index participant_app_id_8a6d3a93
    on participant (app_id);
create index participant_participant_id_2db62093
    on participant (participant_id);
create index participant_participant_id_2db62093_like
    on participant (participant_id varchar_pattern_ops);
create index participant_conferences_conference_id_e36d8bba
    on participant_conferences (conference_id);
create index participant_conferences_participant_id_f0184354
    on participant_conferences (participant_id);
create index app_session_conference_id_d9afb23c
    on app_session (conference_id);
create index app_session_participant_id_652f358d
    on app_session (participant_id);
create index app_connection_conference_id_6aa52d56
    on app_connection (conference_id);
create index app_connection_participant_id_02b0fc22
    on app_connection (participant_id);
create index app_connection_peer_id_469cad40
    on app_connection (peer_id);
create index app_connection_session_id_16ca4d45
    on app_connection (session_id);
create index app_issue_conference_id_fa340bd6
    on app_issue (conference_id);
create index app_issue_connection_id_2ad04578
    on app_issue (connection_id);
create index app_issue_participant_id_3623d332
    on app_issue (participant_id);
create index app_issue_session_id_26d78c40
    on app_issue (session_id);
create index app_issue_track_id_843d8ce5
    on app_issue (track_id);

alter table app add constraint app_organization_id_2a92b396_fk_organization_id
    foreign key (organization_id) references organization (id) deferrable initially deferred;
alter table conference add constraint conference_app_id_1d4d5faa_fk_app_id
    foreign key (app_id) references app (id) deferrable initially deferred;
alter table participant add constraint participant_app_id_8a6d3a93_fk_app_id
    foreign key (app_id) references app (id) deferrable initially deferred;
alter table participant_conferences
    add constraint participant_conferen_participant_id_f0184354_fk_participa
    foreign key (participant_id) references participant (id) deferrable initially deferred;
alter table participant_conferences
    add constraint participant_conferences_conference_id_e36d8bba_fk_conference_id
    foreign key (conference_id) references conference (id) deferrable initially deferred;
alter table app_session add constraint app_session_conference_id_d9afb23c_fk_conference_id
    foreign key (conference_id) references conference (id) deferrable initially deferred;
alter table app_session add constraint app_session_participant_id_652f358d_fk_participant_id
    foreign key (participant_id) references participant (id) deferrable initially deferred;
alter table app_connection add constraint app_connection_conference_id_6aa52d56_fk_conference_id
    foreign key (conference_id) references conference (id) deferrable initially deferred;
alter table app_connection add constraint app_connection_participant_id_02b0fc22_fk_participant_id
    foreign key (participant_id) references participant (id) deferrable initially deferred;
alter table app_connection add constraint app_connection_peer_id_469cad40_fk_participant_id
    foreign key (peer_id) references participant (id) deferrable initially deferred;
alter table app_connection add constraint app_connection_session_id_16ca4d45_fk_app_session_id
    foreign key (session_id) references app_session (id) deferrable initially deferred;
alter table app_issue add constraint app_issue_conference_id_fa340bd6_fk_conference_id
    foreign key (conference_id) references conference (id) deferrable initially deferred;
alter table app_issue add constraint app_issue_connection_id_2ad04578_fk_app_connection_id
    foreign key (connection_id) references app_connection (id) deferrable initially deferred;
alter table app_issue add constraint app_issue_participant_id_3623d332_fk_participant_id
    foreign key (participant_id) references participant (id) deferrable initially deferred;
alter table app_issue add constraint app_issue_session_id_26d78c40_fk_app_session_id
    foreign key (session_id) references app_session (id) deferrable initially deferred;
