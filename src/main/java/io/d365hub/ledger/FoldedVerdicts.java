package io.d365hub.ledger;

import java.util.List;

/**
 * What a batch of receipts said, in few words.
 *
 * @param firsts messages that had their first verdict; not those that were parked, waited in the park queue, or were replayed
 * @param replays how many replays of dead letters came to an end
 */
public record FoldedVerdicts(List<First> firsts, int replays) {

    /**
     * A message that had its first verdict.
     *
     * @param integration its integration
     * @param acceptedAt milliseconds since the epoch
     */
    public record First(String integration, long acceptedAt) {}
}
