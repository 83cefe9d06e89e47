-- Of which integrations the letters of a replay job are: who may see some integrations only sees the jobs within these. A job may
-- have a million letters, too many to look at each time.
create table replay_job_integration (
    job         uuid         not null,
    integration varchar(200) not null,
    primary key (job, integration)
);
insert into replay_job_integration (job, integration)
    select distinct r.job, d.integration from replay_letter r join dead_letter d on d.id = r.letter;
