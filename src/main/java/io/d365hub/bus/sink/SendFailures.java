package io.d365hub.bus.sink;

import io.d365hub.bus.Bus;
import io.d365hub.bus.BusException;
import io.d365hub.bus.Destination;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.qpid.jms.exceptions.JmsConnectionFailedException;

/** What a failure to send means for the message. */
final class SendFailures {

    private static final Duration LEAVE_ALONE = Duration.ofSeconds(2);
    private static final String REJECTED = "rejected";
    private static final String TOO_LARGE = "size-exceeded";

    private SendFailures() {}

    /** Whether the connection is of no use any more. */
    static boolean isLost(Exception e) {
        if (e instanceof JmsConnectionFailedException || e instanceof jakarta.jms.IllegalStateException) {
            return true;
        }
        return artemis(e)
                .filter(type -> type == ActiveMQExceptionType.NOT_CONNECTED
                        || type == ActiveMQExceptionType.DISCONNECTED
                        || type == ActiveMQExceptionType.CONNECTION_TIMEDOUT
                        || type == ActiveMQExceptionType.UNBLOCKED
                        || type == ActiveMQExceptionType.OBJECT_CLOSED)
                .isPresent();
    }

    private static Optional<ActiveMQExceptionType> artemis(Throwable e) {
        if (e instanceof ActiveMQException known) {
            return Optional.of(known.getType());
        }
        return e.getCause() == null || e.getCause() == e ? Optional.empty() : artemis(e.getCause());
    }

    static BusException busy(Bus bus, Destination place) {
        return new BusException(failure(
                FailureKind.THROTTLED, "bus-busy", bus, place, "The sender is stopping, or has too much to do.", ""));
    }

    /** @param lost whether there is no connection: all messages wait then */
    static BusException of(Bus bus, Destination place, Exception e, boolean lost) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof JMSSecurityException
                || artemis(e).equals(Optional.of(ActiveMQExceptionType.SECURITY_EXCEPTION))) {
            return new BusException(failure(
                    FailureKind.MISCONFIGURED,
                    "bus-access",
                    bus,
                    place,
                    why,
                    "Check " + setting(bus, "user") + ", the password, and that this user may send there."));
        }
        if (e instanceof InvalidDestinationException) {
            return new BusException(failure(
                    FailureKind.MISCONFIGURED,
                    "bus-destination",
                    bus,
                    place,
                    why,
                    "Make the " + place + " at the bus, or correct its name in the route."));
        }
        if (lost) {
            return new BusException(failure(
                    FailureKind.THROTTLED,
                    "bus-lost",
                    bus,
                    place,
                    why,
                    "Check that the bus runs, and " + setting(bus, "url") + ". The hub goes on by itself."));
        }
        String lower = why.toLowerCase(java.util.Locale.ROOT);
        if (!(e instanceof ResourceAllocationException) && (lower.contains(REJECTED) || lower.contains(TOO_LARGE))) {
            return new BusException(failure(
                    FailureKind.REFUSED,
                    "bus-rejected",
                    bus,
                    place,
                    why,
                    "Compare the message with what the bus takes (size, properties, session), then replay it."));
        }
        return new BusException(failure(
                e instanceof JMSException ? FailureKind.TRANSIENT : FailureKind.UNREADABLE,
                "bus",
                bus,
                place,
                why,
                e instanceof JMSException
                        ? "Nothing for now: the hub tries again."
                        : "Mend the route for messages of this shape, then replay the dead letter."));
    }

    private static String setting(Bus bus, String part) {
        return bus.name().equals(Bus.OWN) ? "hub.broker." + part : "hub.bus." + bus.name() + "." + part;
    }

    private static Failure failure(FailureKind kind, String code, Bus bus, Destination place, String why, String mend) {
        return new Failure(
                kind,
                code,
                "The message was not sent to " + place + " of '" + bus.name() + "'.",
                why.endsWith(".") ? why : why + ".",
                mend.isEmpty() ? "Nothing for now: the hub tries again." : mend,
                kind == FailureKind.THROTTLED ? Optional.of(LEAVE_ALONE) : Optional.empty(),
                false,
                "");
    }
}
