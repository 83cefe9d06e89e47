-- How often rows of a virtual table were changed through a hub process: the others forget what they have read when the number is another one.
create table virtual_change (
    -- <service>/<set>
    table_path varchar(200) not null primary key,
    changes    bigint       not null
);
