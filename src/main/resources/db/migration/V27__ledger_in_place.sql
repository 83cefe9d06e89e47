-- Retention walks through the buckets (EndedMessages). This index was written with every change of a message's state.
drop index ledger_message_by_settled;
