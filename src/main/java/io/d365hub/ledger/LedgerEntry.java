package io.d365hub.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * What the ledger knows of one message.
 *
 * @param acceptedAt when the hub accepted it
 * @param changedAt when it came into its state
 * @param row the row that it was delivered to, as its target names it, without what is personal; empty when nobody said
 */
public record LedgerEntry(
        UUID id, String integration, MessageState state, Instant acceptedAt, Instant changedAt, String row) {}
