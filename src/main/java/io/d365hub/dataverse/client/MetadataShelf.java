package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Keeps what an environment said about its tables, for when it does not answer. Must be thread-safe. */
public interface MetadataShelf {

    /** Keeps nothing. */
    MetadataShelf NONE = new MetadataShelf() {
        @Override
        public void put(String resource, JsonNode answer) {
            // keeps nothing
        }

        @Override
        public Optional<JsonNode> get(String resource) {
            return Optional.empty();
        }
    };

    /** Keeps the newest answer to a question. */
    void put(String resource, JsonNode answer);

    /** The answer that was kept last; asked for only when the environment did not give one. */
    Optional<JsonNode> get(String resource);
}
