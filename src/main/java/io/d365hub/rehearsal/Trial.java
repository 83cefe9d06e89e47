package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the messages of a rehearsal.
 *
 * @param delivered how many were delivered
 * @param filtered how many the route let end on purpose
 * @param letters those that became dead letters, in their order
 * @param waiting how many still waited when nothing more would happen by itself
 * @param suspended why the integration was suspended at the end; empty when it was not
 * @param sent what left for other systems than Dataverse, in its order
 * @param time how much time passed
 */
public record Trial(
        int delivered,
        int filtered,
        List<Letter> letters,
        int waiting,
        Optional<Failure> suspended,
        List<Sent> sent,
        Duration time) {

    /** A message that comes in. */
    public record Message(String body, Map<String, String> headers) {}

    /** A dead letter. */
    public record Letter(String recordKey, Failure failure) {}

    /**
     * Something that left.
     *
     * @param to the endpoint without its options, e.g. {@code http:example.org/orders}
     */
    public record Sent(String to, JsonNode body) {}
}
