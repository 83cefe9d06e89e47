package io.d365hub.simulator.operation;

import java.util.List;

/** A part of a batch as it was read: one request, or a changeset of requests. */
sealed interface BatchPart {

    /**
     * A request outside changesets.
     *
     * @param item the request
     */
    record Single(Item item) implements BatchPart {}

    /**
     * Requests that succeed or fail together.
     *
     * @param items in order
     */
    record Changeset(List<Item> items) implements BatchPart {}

    /**
     * One request of a batch.
     *
     * @param contentId its {@code Content-ID}, or null
     * @param request what it asks
     */
    record Item(String contentId, ApiRequest request) {}
}
