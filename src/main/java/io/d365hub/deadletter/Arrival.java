package io.d365hub.deadletter;

import io.d365hub.message.HubMessage.Replay;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A replayed message whose verdict has been folded into the ledger.
 *
 * @param message its id
 * @param sequence of the acceptance that was replayed
 * @param outcome DELIVERED or FILTERED
 * @param at when the verdict came
 * @param replay the letter and the job; empty when that is not known
 */
public record Arrival(UUID message, long sequence, ReplayOutcome outcome, Instant at, Optional<Replay> replay) {}
