-- Rows that are changed soon after they were written. With room for that in its page, and no index over what is changed,
-- PostgreSQL need not write the row's indexes again.

-- A letter of a replay is written three times: selected, claimed, ended.
alter table replay_letter set (fillfactor = 40);
-- A dead message that is replayed is written twice more. Most messages are never written again, so this is less than they all need.
alter table ledger_message set (fillfactor = 70);
