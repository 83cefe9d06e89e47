-- Causes of dead letters: what operators say of them, when and how often they are met. Times are milliseconds since the epoch.

alter table dead_letter_group add column first_died_at bigint default 0 not null;
alter table dead_letter_group add column last_died_at bigint default 0 not null;
-- OPEN, ACKNOWLEDGED, RESOLVED, IGNORED; a resolved cause that is met again is OPEN
alter table dead_letter_group add column state varchar(12) default 'OPEN' not null;
alter table dead_letter_group add column state_at bigint default 0 not null;
alter table dead_letter_group add column state_by varchar(200) default '' not null;
alter table dead_letter_group add column state_reason varchar(1000) default '' not null;
-- how often it came back after it was resolved
alter table dead_letter_group add column reopened integer default 0 not null;
update dead_letter_group g set
    first_died_at = coalesce((select min(d.died_at) from dead_letter d where d.group_id = g.id), 0),
    last_died_at = coalesce((select max(d.died_at) from dead_letter d where d.group_id = g.id), 0);

-- How many letters of a cause are in which state; kept by triggers, see R__count_letters.sql.
create table dead_letter_count (
    group_id uuid        not null,
    state    varchar(10) not null,
    letters  bigint      not null,
    primary key (group_id, state)
);
insert into dead_letter_count (group_id, state, letters)
    select group_id, state, count(*) from dead_letter group by group_id, state;

-- Deaths of a cause in each hour since the epoch: its trend.
create table dead_letter_hour (
    group_id  uuid   not null,
    died_hour bigint not null,
    deaths    bigint not null,
    primary key (group_id, died_hour)
);
insert into dead_letter_hour (group_id, died_hour, deaths)
    select group_id, died_at / 3600000, count(*) from dead_letter group by group_id, died_at / 3600000;

create table cause_note (
    id         uuid          not null primary key,
    group_id   uuid          not null,
    written_at bigint        not null,
    who        varchar(200)  not null,
    content    varchar(4000) not null
);
create index cause_note_by_cause on cause_note (group_id, written_at);
