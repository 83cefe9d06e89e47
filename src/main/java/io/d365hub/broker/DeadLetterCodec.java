package io.d365hub.broker;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** How a dead letter lies in {@link QueueNames#DEAD_LETTERS}: the message as it was, plus why it died. */
public final class DeadLetterCodec {

    private static final String LETTER = "hubLetter";
    private static final String KIND = "hubFailureKind";
    private static final String CODE = "hubFailureCode";
    private static final String WHAT = "hubFailureWhat";
    private static final String WHY = "hubFailureWhy";
    private static final String MEND = "hubFailureMend";
    private static final String REQUEST = "hubFailureRequest";
    private static final String TABLE = "hubFailureTable";
    private static final String STEP = "hubFailureStep";
    private static final String ATTEMPTS = "hubAttempts";
    private static final String FIRST_FAILED_AT = "hubFirstFailedAt";
    private static final String DIED_AT = "hubDiedAt";

    private DeadLetterCodec() {}

    /**
     * A dead letter on its way into the store.
     *
     * @param letter its own id, given once when it dies, so that storing it twice has one effect
     * @param message the message as it was accepted
     * @param failure the last failure
     * @param attempts how often it was tried
     * @param firstFailedAt when it failed first
     * @param diedAt when it was given up
     */
    public record Dying(
            UUID letter, HubMessage message, Failure failure, int attempts, Instant firstFailedAt, Instant diedAt) {}

    public static ClientMessage encode(ClientSession session, Dying dying) {
        ClientMessage encoded = MessageCodec.encode(session, dying.message());
        Failure failure = dying.failure();
        encoded.putStringProperty(LETTER, dying.letter().toString());
        encoded.putStringProperty(KIND, failure.kind().name());
        encoded.putStringProperty(CODE, failure.code());
        encoded.putStringProperty(WHAT, failure.what());
        encoded.putStringProperty(WHY, failure.why());
        encoded.putStringProperty(MEND, failure.mend());
        encoded.putStringProperty(REQUEST, failure.requestId());
        encoded.putStringProperty(TABLE, failure.table());
        encoded.putStringProperty(STEP, failure.step());
        encoded.putIntProperty(ATTEMPTS, dying.attempts());
        encoded.putLongProperty(FIRST_FAILED_AT, dying.firstFailedAt().toEpochMilli());
        encoded.putLongProperty(DIED_AT, dying.diedAt().toEpochMilli());
        return encoded;
    }

    /** Letters of an older hub do not say where they died. */
    private static String where(ClientMessage encoded, String property) {
        return encoded.containsProperty(property) ? encoded.getStringProperty(property) : "";
    }

    /** Reads what {@link #encode} made; see {@link MessageCodec#decode} for when. */
    public static Dying decode(ClientMessage encoded) {
        Failure failure = new Failure(
                FailureKind.valueOf(encoded.getStringProperty(KIND)),
                encoded.getStringProperty(CODE),
                encoded.getStringProperty(WHAT),
                encoded.getStringProperty(WHY),
                encoded.getStringProperty(MEND),
                Optional.empty(),
                false,
                encoded.getStringProperty(REQUEST),
                where(encoded, TABLE),
                where(encoded, STEP));
        return new Dying(
                UUID.fromString(encoded.getStringProperty(LETTER)),
                MessageCodec.decode(encoded),
                failure,
                encoded.getIntProperty(ATTEMPTS),
                Instant.ofEpochMilli(encoded.getLongProperty(FIRST_FAILED_AT)),
                Instant.ofEpochMilli(encoded.getLongProperty(DIED_AT)));
    }
}
