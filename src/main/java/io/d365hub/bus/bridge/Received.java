package io.d365hub.bus.bridge;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of another broker.
 *
 * @param identity equal when the same message is delivered again; empty when nothing of it tells
 * @param contentType as the sender wrote it; empty when it did not
 * @param body the bytes; a text in UTF-8; of a refused message what could be kept of it
 * @param properties application properties that are texts, numbers or truth values, as texts
 * @param correlationId empty when there is none
 * @param type JMSType, AMQP's subject; empty when there is none
 * @param group empty when there is none
 * @param refusal why it cannot be taken
 */
public record Received(
        String identity,
        String contentType,
        byte[] body,
        Map<String, String> properties,
        String correlationId,
        String type,
        String group,
        Optional<Refusal> refusal) {

    /**
     * Why a message cannot be taken.
     *
     * @param code short name
     * @param why one sentence
     * @param mend what the sender can do
     */
    public record Refusal(String code, String why, String mend) {}

    public Received {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        properties = Map.copyOf(properties);
    }

    /** The same with the reason why it cannot be taken. */
    public Received refused(Refusal why) {
        return new Received(identity, contentType, body, properties, correlationId, type, group, Optional.of(why));
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "Received[" + body.length + " bytes"
                + refusal.map(why -> ", " + why.code()).orElse("") + "]";
    }
}
