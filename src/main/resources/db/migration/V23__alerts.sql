-- What people were told, so that of all hubs one tells it, and not again within the quiet time. Milliseconds since the epoch.
create table alert_told (
    kind      varchar(30)  not null,
    -- to what it happened
    subject   varchar(200) not null,
    told_at   bigint       not null,
    -- how often it was not told since
    held_back integer      not null,
    primary key (kind, subject)
);
create index alert_told_by_time on alert_told (told_at);
