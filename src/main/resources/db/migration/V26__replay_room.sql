-- What replays leave to live messages.

-- most letters of the job that may be under way
alter table replay_job add column room integer default 1000000 not null;
-- until when it sends nothing; milliseconds since the epoch
alter table replay_job add column rest_until bigint default 0 not null;
