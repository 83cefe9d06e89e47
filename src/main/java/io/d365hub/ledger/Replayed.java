package io.d365hub.ledger;

import io.d365hub.message.HubMessage.Replay;
import java.util.Optional;
import java.util.UUID;

/**
 * A replayed message that has reached its target or was filtered.
 *
 * @param message its id
 * @param sequence of the acceptance that was replayed
 * @param outcome DELIVERED or FILTERED
 * @param settledAt milliseconds since the epoch
 * @param replay the letter and the job; empty when an older hub wrote the receipt
 */
public record Replayed(UUID message, long sequence, Outcome outcome, long settledAt, Optional<Replay> replay) {

    static Replayed of(Receipt.Entry entry) {
        return new Replayed(entry.message(), entry.sequence(), entry.outcome(), entry.settledAt(), entry.replay());
    }
}
