package io.d365hub.virtual.guard;

import java.util.concurrent.CompletableFuture;

/**
 * A question under way, and how to give it up.
 *
 * @param answer fails with a {@link io.d365hub.virtual.SourceException} only
 * @param giveUp does nothing when the answer is there
 */
record Asked<T>(CompletableFuture<T> answer, Runnable giveUp) {}
