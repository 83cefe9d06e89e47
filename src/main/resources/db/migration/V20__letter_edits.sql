-- What operators made of a dead letter. The letter as it died stays in dead_letter_content; the newest version is what a replay
-- sends. Headers in UTF-8 as JSON.
create table dead_letter_edit (
    letter    uuid          not null,
    -- 1 is the first edit
    version   integer       not null,
    edited_at bigint        not null,
    edited_by varchar(200)  not null,
    reason    varchar(1000) not null,
    headers   ${bytes}      not null,
    body      ${bytes}      not null,
    primary key (letter, version)
);

-- Letters that go to another integration as a message of their own. Sent once, however often that is tried.
create table dead_letter_redirect (
    letter      uuid         not null primary key,
    message     uuid         not null,
    integration varchar(200) not null,
    record_key  ${bytes}     not null,
    sequence    bigint       not null,
    accepted_at bigint       not null,
    sent        boolean      not null
);
create index dead_letter_redirect_by_sent on dead_letter_redirect (sent, integration);
