-- The tables of a PeerMetrics database that pg-summary reads, as the migrations of its API server (Django
-- 2.2) make them. Keys and indexes are in source_keys.sql, so that data can be loaded before them.

create table organization (
    id uuid not null,
    name varchar(64) not null,
    created_at timestamptz not null,
    is_active boolean not null
);

create table app (
    id uuid not null,
    name varchar(64) not null,
    api_key varchar(32) not null,
    domain varchar(256),
    "interval" integer not null,
    recording boolean not null,
    durations_days jsonb,
    created_at timestamptz not null,
    is_active boolean not null,
    organization_id uuid not null
);

create table conference (
    id uuid not null,
    conference_id varchar(64) not null,
    conference_name varchar(64),
    conference_info jsonb,
    start_time timestamptz,
    call_start timestamptz,
    end_time timestamptz,
    ongoing boolean not null,
    duration integer not null,
    created_at timestamptz not null,
    is_active boolean not null,
    app_id uuid not null,
    constraint conference_duration_check check (duration >= 0)
);

create table participant (
    id uuid not null,
    participant_id varchar(64) not null,
    participant_name varchar(64),
    is_sfu boolean not null,
    created_at timestamptz not null,
    is_active boolean not null,
    app_id uuid not null
);

create table participant_conferences (
    id serial not null,
    participant_id uuid not null,
    conference_id uuid not null
);

create table app_session (
    id uuid not null,
    constraints jsonb,
    devices jsonb,
    platform jsonb,
    metadata jsonb,
    geo_ip jsonb,
    app_version varchar(16),
    webrtc_sdk varchar(16),
    session_info jsonb,
    duration integer not null,
    end_time timestamptz,
    call_start timestamptz,
    created_at timestamptz not null,
    is_active boolean not null,
    conference_id uuid not null,
    participant_id uuid not null,
    constraint app_session_duration_check check (duration >= 0)
);

create table app_connection (
    id uuid not null,
    type varchar(1),
    state varchar(32) not null,
    connection_info jsonb,
    start_time timestamptz,
    end_time timestamptz,
    duration integer not null,
    created_at timestamptz not null,
    is_active boolean not null,
    conference_id uuid not null,
    participant_id uuid not null,
    peer_id uuid not null,
    session_id uuid not null,
    constraint app_connection_duration_check check (duration >= 0)
);

create table app_issue (
    id uuid not null,
    type varchar(1) not null,
    code varchar(32) not null,
    data jsonb,
    created_at timestamptz not null,
    is_active boolean not null,
    conference_id uuid,
    connection_id uuid,
    participant_id uuid,
    session_id uuid not null,
    track_id uuid
);
