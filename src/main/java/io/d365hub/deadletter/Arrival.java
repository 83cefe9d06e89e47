package io.d365hub.deadletter;

import java.time.Instant;
import java.util.UUID;

/**
 * A replayed message whose verdict has been folded into the ledger.
 *
 * @param message its id
 * @param sequence of the acceptance that was replayed
 * @param outcome DELIVERED or FILTERED
 * @param at when the verdict came
 */
public record Arrival(UUID message, long sequence, ReplayOutcome outcome, Instant at) {}
