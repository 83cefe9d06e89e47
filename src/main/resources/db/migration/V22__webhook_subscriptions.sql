-- Who wants which events by webhook. Times are milliseconds since the epoch.
create table webhook_subscription (
    name          varchar(63)    not null primary key,
    -- JSON as it was declared
    definition    varchar(60000) not null,
    -- file that declares it; empty: the admin API
    declared_in   varchar(300)   not null,
    -- signing secrets, encrypted
    secrets       varchar(8000)  not null,
    -- ENABLED, DISABLED, GONE or REMOVED
    state         varchar(20)    not null,
    -- a sentence for people: why it is not enabled
    because       varchar(2000)  not null,
    -- first failure after the last success; 0: none
    failing_since bigint         not null,
    -- events that were not kept for it
    missed        bigint         not null,
    -- grows with every change
    revision      bigint         not null
);

-- Calls of receivers that failed, one by one; deleted when they are old.
create table webhook_attempt (
    -- in the order of time
    id           uuid          not null primary key,
    subscription varchar(63)   not null,
    -- webhook-id of the call
    event        varchar(200)  not null,
    event_type   varchar(200)  not null,
    started_at   bigint        not null,
    took_millis  integer       not null,
    -- HTTP status; 0: no answer
    status       integer       not null,
    outcome      varchar(20)   not null,
    reason       varchar(1000) not null,
    -- the beginning of the answer
    head         varchar(2000) not null
);

create index webhook_attempt_by_subscription on webhook_attempt (subscription, id);
create index webhook_attempt_by_time on webhook_attempt (started_at);
