-- Dead letters and their replays. Times are milliseconds since the epoch.

-- Equal causes: kind, code, integration and the words of the reason without what differs from message to message.
create table dead_letter_group (
    id          uuid          not null primary key,
    integration varchar(200)  not null,
    kind        varchar(20)   not null,
    code        varchar(200)  not null,
    words       varchar(300)  not null,
    -- one letter's sentences, as an example
    what        varchar(4000) not null,
    why         varchar(4000) not null,
    mend        varchar(4000) not null
);

-- Nothing in this table is personal data but what the target itself said; that lies in dead_letter_content.
create table dead_letter (
    id              uuid          not null primary key,
    message_id      uuid          not null,
    integration     varchar(200)  not null,
    client          varchar(200)  not null,
    key_digest      uuid          not null,
    sequence        bigint        not null,
    accepted_at     bigint        not null,
    content_type    varchar(200)  not null,
    body_bytes      integer       not null,
    kind            varchar(20)   not null,
    code            varchar(200)  not null,
    what            varchar(4000) not null,
    why             varchar(4000) not null,
    mend            varchar(4000) not null,
    request_id      varchar(200)  not null,
    attempts        integer       not null,
    first_failed_at bigint        not null,
    died_at         bigint        not null,
    group_id        uuid          not null,
    -- the letter whose replay died as this one, and the job that replayed it
    replay_of       uuid,
    replay_of_job   uuid,
    -- OPEN, REPLAYING, REPLAYED, DISCARDED
    state           varchar(10)   not null,
    changed_at      bigint        not null,
    -- the job that replays or replayed this letter
    replay_job      uuid,
    -- why a replay left it alone
    note            varchar(1000) not null,
    closed_by       varchar(200)  not null,
    close_reason    varchar(1000) not null
);
-- Lists show the latest death first, and H2 reads an index in its own direction only.
create index dead_letter_by_death on dead_letter (died_at desc, id desc);
create index dead_letter_by_state on dead_letter (state, died_at desc, id desc);
create index dead_letter_by_integration on dead_letter (integration, state, died_at desc, id desc);
create index dead_letter_by_group on dead_letter (group_id, state, died_at desc, id desc);
create index dead_letter_by_key on dead_letter (key_digest);
create index dead_letter_by_message on dead_letter (message_id);

-- Discarded letters whose lanes are still to be told that they hold their record keys no longer.
create table dead_letter_release (
    letter uuid not null primary key
);

-- The message as it was accepted. Record key and headers in UTF-8, headers as JSON. The time of death leads the key so that
-- new rows come at its end, whatever the ids are.
create table dead_letter_content (
    died_at    bigint   not null,
    letter     uuid     not null,
    record_key ${bytes} not null,
    headers    ${bytes} not null,
    body       ${bytes} not null,
    primary key (died_at, letter)
);

create table replay_job (
    id           uuid          not null primary key,
    created_at   bigint        not null,
    created_by   varchar(200)  not null,
    reason       varchar(1000) not null,
    -- also letters whose record has had a newer delivery
    forced       boolean       not null,
    -- RUNNING, CANCELLED, DONE
    state        varchar(10)   not null,
    selected     integer       not null,
    -- the process that works on it, and until when the others leave it alone
    runner       uuid,
    leased_until bigint        not null,
    worked_at    bigint        not null
);
create index replay_job_by_state on replay_job (state, worked_at);

-- The selection, frozen when the job was made, in the order of acceptance.
create table replay_letter (
    job      uuid         not null,
    position integer      not null,
    letter   uuid         not null,
    -- WAITING, CLAIMED, SENT, HELD, SKIPPED, and in the end DELIVERED, FILTERED, DEAD
    outcome  varchar(10)  not null,
    reason   varchar(500) not null,
    primary key (job, position)
);
create unique index replay_letter_by_letter on replay_letter (letter, job);

-- What is sent in one transaction of the broker. CLAIMED: to be sent, or sent already; DONE: sent.
create table replay_chunk (
    job            uuid        not null,
    number         integer     not null,
    first_position integer     not null,
    last_position  integer     not null,
    state          varchar(10) not null,
    primary key (job, number)
);
create index replay_chunk_by_state on replay_chunk (state, job);
