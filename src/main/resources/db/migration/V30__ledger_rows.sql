-- The row that a message was delivered to, as its target names it; values of personal columns are left out before it comes here.
alter table ledger_message add column target_row varchar(1000);
