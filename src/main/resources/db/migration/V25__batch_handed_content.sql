-- What the rows are that wait in the lane of their batch, and in which order, so that a run which meets them again unchanged does
-- not put them there once more. 0 where that was not noted.
alter table batch_handed add column content bigint not null default 0;
alter table batch_handed add column sequence bigint not null default 0;
