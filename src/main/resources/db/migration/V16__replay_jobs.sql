-- Replay jobs that begin small, keep a pace, can be paused and stop by themselves. Counters stand with the job: counting a
-- million letters each time somebody looks would be slow.

-- sizes of the first stages, comma-separated; empty: everything at once
alter table replay_job add column ramp varchar(200) default '' not null;
-- stops above this share of failures; 100: never
alter table replay_job add column failure_percent integer default 100 not null;
-- letters a second; 0: as fast as it goes
alter table replay_job add column per_second integer default 0 not null;
-- why it does what it does
alter table replay_job add column note varchar(1000) default '' not null;
alter table replay_job add column stage integer default 0 not null;
-- letters that the stage may still send; -1: without end
alter table replay_job add column stage_left integer default -1 not null;
alter table replay_job add column stage_ok integer default 0 not null;
alter table replay_job add column stage_dead integer default 0 not null;
-- when the pace lets it send the next letters
alter table replay_job add column next_at bigint default 0 not null;
alter table replay_job add column next_position integer default 1 not null;
alter table replay_job add column chunks integer default 0 not null;
alter table replay_job add column under_way integer default 0 not null;
alter table replay_job add column held integer default 0 not null;
alter table replay_job add column skipped integer default 0 not null;
alter table replay_job add column delivered integer default 0 not null;
alter table replay_job add column filtered integer default 0 not null;
alter table replay_job add column dead integer default 0 not null;

-- in which chunk it was sent last
alter table replay_letter add column chunk integer default 0 not null;
update replay_letter set chunk = coalesce((select c.number from replay_chunk c where c.job = replay_letter.job
    and replay_letter.position between c.first_position and c.last_position), 0) where outcome = 'CLAIMED';
update replay_letter set outcome = 'CLAIMED' where outcome = 'SENT';

update replay_job set
    chunks = (select count(*) from replay_chunk c where c.job = replay_job.id),
    next_position = coalesce((select max(c.last_position) from replay_chunk c where c.job = replay_job.id), 0) + 1,
    under_way = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'CLAIMED'),
    held = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'HELD'),
    skipped = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'SKIPPED'),
    delivered = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'DELIVERED'),
    filtered = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'FILTERED'),
    dead = (select count(*) from replay_letter l where l.job = replay_job.id and l.outcome = 'DEAD');

-- Letters that came back from the work queue without having been tried: one that comes back a second time from the same
-- death changes nothing.
create table replay_return (
    letter  uuid   not null,
    job     uuid   not null,
    died_at bigint not null,
    primary key (letter, job, died_at)
);
