-- What earlier runs have written: for each batch pieces of some thousand rows, one behind the other, of which the last word on
-- a row counts. A row is a digest of its record key (8 bytes), a digest of what was written (16), and where rows that
-- disappear are deleted its key in the target.
create table batch_known_rows (
    batch   varchar(200) not null,
    piece   bigint       not null,
    rows_in integer      not null,
    content ${bytes}     not null,
    primary key (batch, piece)
);

-- Digests of the record keys that a run which is not over has met, so that it still knows them after a crash.
create table batch_seen_rows (
    run_id  uuid     not null,
    piece   integer  not null,
    content ${bytes} not null,
    primary key (run_id, piece)
);

-- How a batch stands towards what it knows. Times are milliseconds since the epoch.
create table batch_knowledge (
    batch         varchar(200) not null primary key,
    -- 1 while a run writes: rows may be written that are not known yet
    unsure        smallint     not null,
    -- most rows that the next run with a full listing may delete; -1: the batch's own limit
    allow_deletes bigint       not null
);

-- What a run has to say beyond its counts.
create table batch_remark (
    run_id  uuid          not null primary key,
    deleted bigint        not null,
    remark  varchar(2000) not null,
    at      bigint        not null
);
