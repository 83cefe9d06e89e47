-- Requests that carried an Idempotency-Key. Times are milliseconds since the epoch.
create table idempotency_key (
    -- derived from client, integration and key, so that the key itself need not be kept
    message_id  uuid     not null primary key,
    -- of the request's body: the key may come again with this body only
    body_sha256 bytea    not null,
    received_at bigint   not null,
    -- 0: on its way to the broker, or never got there; 1: stored there
    stored      smallint not null
);

-- Retention deletes by it.
create index idempotency_key_by_received on idempotency_key (received_at);
