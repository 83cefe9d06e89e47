-- Whose message it is: an accepted one that no receipt has told of yet is found by it. Rows from before have none.
alter table idempotency_key add column integration varchar(200) default '' not null;
