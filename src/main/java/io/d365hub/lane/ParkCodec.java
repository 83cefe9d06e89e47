package io.d365hub.lane;

import io.d365hub.broker.MessageCodec;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** How a row lies in a park queue: the message, and what its attempts have come to when it failed by itself. */
final class ParkCodec {

    private static final SimpleString ATTEMPTS = SimpleString.of("hubParkAttempts");
    private static final SimpleString FIRST_FAILED_AT = SimpleString.of("hubParkFirstFailedAt");

    private ParkCodec() {}

    static ClientMessage encode(ClientSession session, Row row) {
        ClientMessage copy = MessageCodec.encode(session, row.message);
        if (row.firstFailedAt != null) {
            copy.putIntProperty(ATTEMPTS, row.attempts);
            copy.putLongProperty(FIRST_FAILED_AT, row.firstFailedAt.toEpochMilli());
        }
        return copy;
    }

    /** Whether the message failed by itself, and does not only wait for others of its key. */
    static boolean failedItself(ICoreMessage parked) {
        return parked.containsProperty(ATTEMPTS);
    }

    static int attempts(ICoreMessage parked) {
        return parked.getIntProperty(ATTEMPTS);
    }

    static Instant firstFailedAt(ICoreMessage parked) {
        return Instant.ofEpochMilli(parked.getLongProperty(FIRST_FAILED_AT));
    }
}
