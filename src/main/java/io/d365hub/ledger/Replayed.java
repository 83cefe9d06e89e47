package io.d365hub.ledger;

import java.util.UUID;

/**
 * A replayed message that has reached its target or was filtered.
 *
 * @param message its id
 * @param sequence of the acceptance that was replayed
 * @param outcome DELIVERED or FILTERED
 * @param settledAt milliseconds since the epoch
 */
public record Replayed(UUID message, long sequence, Outcome outcome, long settledAt) {}
