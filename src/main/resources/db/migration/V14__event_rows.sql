-- How far the events of each row of Dataverse have been worked, so that an older one is known after a restart and by the other
-- processes. Rows that were not spoken of for 30 days are deleted.
create table event_row (
    integration varchar(200) not null,
    -- <table>/<id>
    row_key     varchar(300) not null,
    -- -1: not told
    row_version bigint       not null,
    -- milliseconds since the epoch; -1: not told
    modified_on bigint       not null,
    seen_at     bigint       not null,
    primary key (integration, row_key)
);

create index event_row_seen on event_row (seen_at);
