-- Natural keys of virtual tables behind GUIDs that are hashes of them. Never deleted: rows in Dataverse may point to any.
create table virtual_key (
    -- <service>/<set>
    table_path  varchar(200)  not null,
    guid        uuid          not null,
    natural_key varchar(2000) not null,
    primary key (table_path, guid)
);

-- Signs next links, so that every hub process takes those of the others. One row.
create table virtual_secret (
    id     integer     not null primary key,
    secret varchar(64) not null
);
