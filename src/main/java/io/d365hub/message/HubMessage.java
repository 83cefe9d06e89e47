package io.d365hub.message;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One accepted message on its way through the hub. Immutable but for the body array, which nobody may change.
 *
 * @param id the identity that the caller was told, see {@link MessageIds}; stays the same through park and replay
 * @param integration name of the integration, as in {@code POST /push/{integration}}
 * @param client name of the client that sent it
 * @param recordKey chooses the partition; order is kept among messages of one record key
 * @param sequence grows with acceptance, microseconds since the epoch made unique, see {@link Sequence}; later messages
 *     of a record key have a larger one
 * @param acceptedAt when the hub accepted it, millisecond precision
 * @param contentType media type as the caller sent it, lower case and without parameters
 * @param headers the caller's headers that are on the integration's list; never more
 * @param body the bytes as the caller sent them
 * @param replay present when an operator replays a dead letter
 */
public record HubMessage(
        UUID id,
        String integration,
        String client,
        String recordKey,
        long sequence,
        Instant acceptedAt,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        Optional<Replay> replay) {

    public HubMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(recordKey, "recordKey");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(replay, "replay");
        headers = Map.copyOf(headers);
    }

    /**
     * Lineage of a replayed message.
     *
     * @param letter the dead letter that is replayed
     * @param job the replay that sent it
     */
    public record Replay(UUID letter, UUID job) {}

    /** The same message as a replay of the given letter. */
    public HubMessage asReplay(Replay lineage) {
        return new HubMessage(
                id,
                integration,
                client,
                recordKey,
                sequence,
                acceptedAt,
                contentType,
                headers,
                body,
                Optional.of(lineage));
    }

    /** Says which message this is without showing its body, headers or record key: they may be personal data. */
    @Override
    public String toString() {
        return "HubMessage[" + id + " " + integration + ", " + body.length + " bytes]";
    }
}
