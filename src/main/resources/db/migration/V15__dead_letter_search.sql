-- What dead letters are searched by, and the audit trail. Times are milliseconds since the epoch.

-- Where it failed; empty when that is not known.
alter table dead_letter add column table_name varchar(200) default '' not null;
alter table dead_letter add column step varchar(200) default '' not null;
alter table dead_letter_group add column table_name varchar(200) default '' not null;
alter table dead_letter_group add column step varchar(200) default '' not null;
create index dead_letter_by_kind on dead_letter (kind, state, died_at desc, id desc);
create index dead_letter_by_code on dead_letter (code, state, died_at desc, id desc);
create index dead_letter_by_table on dead_letter (table_name, state, died_at desc, id desc);

-- Those parts of a payload that its integration declares in searchFields. Personal data.
create table dead_letter_field (
    name    varchar(63)  not null,
    content varchar(400) not null,
    letter  uuid         not null,
    primary key (name, content, letter)
);
create index dead_letter_field_by_letter on dead_letter_field (letter);

-- Who did what, to which ids, why. Rows are only ever added; see R__append_only.sql. Each holds the hash of the one before it.
create table audit_entry (
    sequence      bigint        not null primary key,
    at            bigint        not null,
    who           varchar(200)  not null,
    act           varchar(60)   not null,
    why           varchar(1000) not null,
    -- a JSON object of what else is known
    details       varchar(4000) not null,
    subjects      integer       not null,
    -- of the ids in audit_subject
    subjects_hash varchar(64)   not null,
    -- SHA-256 of what was changed, before and after; empty when nothing was
    hash_before   varchar(64)   not null,
    hash_after    varchar(64)   not null,
    previous_hash varchar(64)   not null,
    hash          varchar(64)   not null
);
create table audit_subject (
    id       uuid   not null,
    sequence bigint not null,
    primary key (id, sequence)
);
create index audit_subject_by_sequence on audit_subject (sequence);

-- The last entry. Whoever adds one holds this row until the transaction ends.
create table audit_head (
    id       smallint    not null primary key,
    sequence bigint      not null,
    hash     varchar(64) not null
);
insert into audit_head (id, sequence, hash) values (1, 0, '');
