package io.d365hub.bus.sink;

import io.d365hub.bus.BusProfile;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;

/** Writes messages as each kind of broker wants them. */
final class MessageWriter {

    private static final String ARTEMIS_DUPLICATE_ID = "_AMQ_DUPL_ID";
    /** The broker makes it the content type for receivers over AMQP. */
    private static final String ARTEMIS_CONTENT_TYPE = "JMS_AMQP_ContentType";
    /** Azure's way to hold a message back; Qpid JMS has no other than this for annotations (events spec §2.3 [V]). */
    private static final String ENQUEUE_TIME = "x-opt-scheduled-enqueue-time";

    private final BusProfile profile;
    private final Clock clock;

    MessageWriter(BusProfile profile, Clock clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** Whether the broker holds messages back by its own field instead of that of JMS 2.0. */
    boolean delaysByAnnotation() {
        return profile == BusProfile.SERVICEBUS;
    }

    Message write(Session session, Outgoing outgoing) throws JMSException {
        Message message = body(session, outgoing);
        for (Map.Entry<String, String> property : outgoing.properties().entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        if (!outgoing.group().isEmpty()) {
            message.setStringProperty("JMSXGroupID", outgoing.group());
        }
        if (!outgoing.correlationId().isEmpty()) {
            message.setJMSCorrelationID(outgoing.correlationId());
        }
        if (!outgoing.type().isEmpty()) {
            message.setJMSType(outgoing.type());
        }
        if (!outgoing.duplicateId().isEmpty() && profile != BusProfile.SERVICEBUS) {
            message.setStringProperty(ARTEMIS_DUPLICATE_ID, outgoing.duplicateId());
        }
        if (message instanceof JmsMessage amqp && amqp.getFacade() instanceof AmqpJmsMessageFacade facade) {
            facade.setContentType(Symbol.valueOf(outgoing.contentType()));
            if (delaysByAnnotation() && !outgoing.delay().isZero()) {
                facade.setTracingAnnotation(
                        ENQUEUE_TIME, Date.from(clock.instant().plus(outgoing.delay())));
            }
        } else {
            message.setStringProperty(ARTEMIS_CONTENT_TYPE, outgoing.contentType());
        }
        return message;
    }

    /** Azure's own clients read data sections; clients of JMS expect text as text. */
    private Message body(Session session, Outgoing outgoing) throws JMSException {
        if (outgoing.isText() && profile != BusProfile.SERVICEBUS) {
            return session.createTextMessage(new String(outgoing.body(), StandardCharsets.UTF_8));
        }
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(outgoing.body());
        return message;
    }
}
