package io.d365hub.batch.control;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** What must be known of targets to compare them with a source. The root implements it. Thread-safe. */
public interface TargetRows {

    /**
     * The key of the row that the exchange is about to write, as JSON with its columns in their order; empty when the target
     * has none, or is none that rows can be removed from.
     */
    Optional<String> key(Endpoint target, Exchange exchange);

    /**
     * Deletes or deactivates a row. One that is gone already counts as removed.
     *
     * @param key as {@link #key} gave it
     */
    CompletableFuture<Void> remove(Endpoint target, String key, boolean deactivate);

    /** Which of the keys the target has now; nothing when it cannot be asked. Blocks. */
    Optional<Set<String>> existing(Endpoint target, Collection<String> keys);
}
