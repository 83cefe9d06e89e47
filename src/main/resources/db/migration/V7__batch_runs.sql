-- Batches and their runs. Times are milliseconds since the epoch, but for the heartbeat, which is the database's own time, so
-- that the clocks of hub processes need not agree.

-- One row for each batch that ever ran: what its next run begins with, and the run under way or last under way.
create table batch (
    name        varchar(100)   not null primary key,
    position    varchar(40000),
    positioned_by uuid,
    current_run uuid
);

create table batch_run (
    id           uuid          not null primary key,
    batch        varchar(100)  not null,
    -- see RunState
    state        varchar(20)   not null,
    trigger_name varchar(20)   not null,
    full_reload  boolean       not null,
    range_from   varchar(1000),
    range_to     varchar(1000),
    dry_run      boolean       not null,
    started_at   bigint        not null,
    ended_at     bigint,
    -- where the run began, and how far it has come; the kinds are those of StartPoint
    start_kind   varchar(20)   not null,
    position     varchar(40000),
    -- rows and states of participants as of that position
    rows_read      bigint      not null,
    rows_mapped    bigint      not null,
    rows_written   bigint      not null,
    rows_unchanged bigint      not null,
    rows_filtered  bigint      not null,
    rows_rejected  bigint      not null,
    rows_parked    bigint      not null,
    rows_total     bigint,
    participants varchar(100000) not null,
    error_kind   varchar(20),
    error_code   varchar(200),
    error_what   varchar(4000),
    error_why    varchar(4000),
    error_mend   varchar(4000),
    -- the process that has it, its name, and the number of its grip: who holds an older number has lost the run
    owner        uuid,
    owner_name   varchar(300)  not null,
    grip         integer       not null,
    heartbeat_at timestamp with time zone not null,
    stop_asked   boolean       not null,
    resumed      integer       not null
);
create index batch_run_by_batch on batch_run (batch, started_at desc, id desc);
create index batch_run_by_state on batch_run (state);

-- Rows that were handed to the lane of their batch and may still be there: later rows of their keys go the same way.
create table batch_handed (
    batch      varchar(100) not null,
    message_id uuid         not null,
    key_digest uuid         not null,
    primary key (batch, message_id)
);
