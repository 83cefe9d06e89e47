-- Hub processes that share this database. Times are milliseconds since the epoch.
create table hub_member (
    id           uuid         not null primary key,
    name         varchar(200) not null,
    started_at   bigint       not null,
    last_seen_at bigint       not null
);
