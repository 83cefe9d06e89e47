package io.d365hub.deadletter;

/**
 * What a discard did.
 *
 * @param discarded letters that are given up now
 * @param skipped letters that were not open: being replayed, replayed or discarded already
 * @param unknown ids of no letter
 */
public record DiscardResult(int discarded, int skipped, int unknown) {

    DiscardResult plus(DiscardResult other) {
        return new DiscardResult(discarded + other.discarded, skipped + other.skipped, unknown + other.unknown);
    }
}
