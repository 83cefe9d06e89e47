-- The files that batches have read, in the order in which they were taken: what is settled is not read again, and what was
-- not moved away after it was settled is moved later.
create table batch_file (
    batch varchar(63) not null,
    number bigint not null,
    name varchar(1024) not null,
    -- SHA-256 of the bytes, hexadecimal
    content char(64) not null,
    -- whether it, or the rest of it, could not be read
    refused boolean not null,
    -- whether all of its rows are written or dead letters
    settled boolean not null,
    changed_at timestamp with time zone not null,
    primary key (batch, number)
);

create index batch_file_content on batch_file (batch, content);
create index batch_file_name on batch_file (batch, name);
