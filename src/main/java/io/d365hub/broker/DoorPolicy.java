package io.d365hub.broker;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker plug-in: what the broker itself does to messages that are sent to a door, before it acknowledges them; and no
 * message at all, the hub's own included, is acknowledged when no queue takes it, unless it is one of a topic for others.
 *
 * <ul>
 *   <li>All become durable, so that every acknowledgement means "on disk"; none expires, is delayed or overtakes another.
 *   <li>The authenticated sender is written on the message ({@link #SENDER}); what the sender wrote there is replaced.
 *   <li>A duplicate id counts for its sender only: one client cannot make another one's message disappear.
 *   <li>Too large a message is refused.
 * </ul>
 *
 * <p>It has a public constructor without arguments and is set up by {@link #init}, so that an external Artemis can load
 * it as well ({@code broker-plugin} in broker.xml).
 */
public final class DoorPolicy implements ActiveMQServerPlugin {

    /**
     * Who sent the message: the authenticated user. It is the property in which Artemis itself notes that user, when it is
     * told to; but that it does for the core protocol only.
     */
    public static final SimpleString SENDER = Message.HDR_VALIDATED_USER;

    /** The duplicate id as the sender gave it. */
    public static final SimpleString DUPLICATE_ID = SimpleString.of("hubDuplicateId");

    /** Name of the property in broker.xml for the largest message, in bytes. */
    public static final String MAX_MESSAGE_BYTES = "max-message-bytes";

    private static final Logger LOG = LoggerFactory.getLogger(DoorPolicy.class);
    private static final SimpleString DOORS = SimpleString.of(QueueNames.door(""));
    private static final byte NORMAL_PRIORITY = 4;

    private int maxMessageBytes = BrokerSettings.DEFAULT_MAX_MESSAGE_BYTES;

    public DoorPolicy() {}

    DoorPolicy(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void init(Map<String, String> properties) {
        String limit = properties.get(MAX_MESSAGE_BYTES);
        if (limit != null) {
            maxMessageBytes = Integer.parseInt(limit.strip());
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        SimpleString address = message.getAddressSimpleString();
        if (address == null || !address.startsWith(DOORS)) {
            return;
        }
        if (message.getRoutingType() == RoutingType.MULTICAST) {
            throw refusal(tx, message, "'" + address + "' is a queue, not a topic. Send to it as a queue.");
        }
        long size = bytes(message);
        if (size > maxMessageBytes) {
            throw refusal(
                    tx,
                    message,
                    "The message has " + size + " bytes, '" + address + "' takes at most " + maxMessageBytes
                            + ". Send smaller messages, or raise hub.http.body-limit.");
        }
        message.setDurable(true);
        message.setExpiration(0);
        message.setPriority(NORMAL_PRIORITY);
        message.setScheduledDeliveryTime(0L);
        String sender = session.getValidatedUser();
        message.putStringProperty(SENDER, SimpleString.of(sender == null ? "" : sender));
        stampDuplicateId(message, sender);
        message.reencode();
    }

    @Override
    public void afterSend(
            ServerSession session,
            Transaction tx,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue,
            RoutingStatus result)
            throws ActiveMQException {
        // A topic that nobody has subscribed to is no mistake.
        if (result == RoutingStatus.NO_BINDINGS
                && QueueNames.nameOfOut(message.getAddress()).isEmpty()) {
            throw refusal(
                    tx,
                    message,
                    "There is no queue '" + message.getAddressSimpleString()
                            + "': the hub has no such integration. Check its name.");
        }
    }

    private static void stampDuplicateId(Message message, String sender) {
        Object given = message.getDuplicateProperty();
        if (given == null) {
            message.removeProperty(DUPLICATE_ID);
            return;
        }
        String id = given instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : given.toString();
        message.putStringProperty(DUPLICATE_ID, SimpleString.of(id));
        message.putBytesProperty(
                Message.HDR_DUPLICATE_DETECTION_ID, (sender + ":" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Size as the sender would count it: the broker holds the text of a core text message as UTF-16. */
    private static long bytes(Message message) {
        long size = message.getWholeMessageSize();
        boolean text = message instanceof org.apache.activemq.artemis.api.core.ICoreMessage core
                && core.getType() == Message.TEXT_TYPE;
        return text ? size / 2 : size;
    }

    private static ActiveMQException refusal(Transaction tx, Message message, String words) {
        ActiveMQException refusal = new ActiveMQException(words, ActiveMQExceptionType.GENERIC_EXCEPTION);
        if (tx != null) {
            tx.markAsRollbackOnly(refusal);
        }
        if (message instanceof LargeServerMessage large) {
            try {
                large.deleteFile();
            } catch (Exception e) {
                LOG.warn(
                        "The file of a refused large message was not deleted; the broker does so at its next start", e);
            }
        }
        return refusal;
    }
}
