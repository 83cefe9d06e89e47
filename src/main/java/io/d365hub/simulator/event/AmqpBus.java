package io.d365hub.simulator.event;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends over AMQP 1.0: to {@code sb://host/} by TLS at port 5671, as the real service does, and to addresses that begin with
 * {@code amqp://} or {@code amqps://} as they stand, so that any AMQP broker can be the bus. Keeps a few connections open.
 */
public final class AmqpBus implements Bus {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpBus.class);
    private static final int MOST_LINKS = 16;
    private static final String OPTIONS =
            "?jms.validatePropertyNames=false&jms.connectTimeout=10000&jms.sendTimeout=30000&jms.requestTimeout=10000"
                    + "&amqp.idleTimeout=120000";

    /** The one that was used longest ago first. */
    private final Map<Place, Link> links = new LinkedHashMap<>(MOST_LINKS, 0.75f, true);

    private record Link(Connection connection, Session session, MessageProducer producer) {}

    @Override
    public void send(Place place, BusMessage message) throws BusException {
        try {
            synchronized (links) {
                Link link = link(place);
                link.producer()
                        .send(
                                written(link.session(), message),
                                message.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                                Message.DEFAULT_PRIORITY,
                                0);
            }
        } catch (JMSException | IllegalArgumentException e) {
            forget(place);
            throw new BusException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The document is a data section, so that receivers see bytes with a content type. */
    private static BytesMessage written(Session session, BusMessage message) throws JMSException {
        BytesMessage written = session.createBytesMessage();
        written.writeBytes(message.body());
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            written.setStringProperty(property.getKey(), property.getValue());
        }
        AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) written).getFacade();
        facade.setContentType(Symbol.valueOf(message.contentType()));
        return written;
    }

    private Link link(Place place) throws JMSException {
        Link known = links.get(place);
        if (known != null) {
            return known;
        }
        if (links.size() >= MOST_LINKS) {
            forget(links.keySet().iterator().next());
        }
        JmsConnectionFactory factory = new JmsConnectionFactory(url(place.namespaceAddress()));
        Connection connection = place.userName() == null
                ? factory.createConnection()
                : factory.createConnection(place.userName(), place.password());
        try {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(
                    place.topic() ? session.createTopic(place.name()) : session.createQueue(place.name()));
            Link link = new Link(connection, session, producer);
            links.put(place, link);
            return link;
        } catch (JMSException e) {
            close(connection);
            throw e;
        }
    }

    private static String url(String namespaceAddress) {
        URI address = URI.create(namespaceAddress);
        if (address.getHost() == null) {
            throw new IllegalArgumentException("the namespace address has no host");
        }
        String scheme = String.valueOf(address.getScheme());
        if (scheme.equals("amqp") || scheme.equals("amqps")) {
            return scheme + "://" + address.getAuthority() + OPTIONS;
        }
        return "amqps://" + address.getHost() + ":5671" + OPTIONS;
    }

    private void forget(Place place) {
        Link link;
        synchronized (links) {
            link = links.remove(place);
        }
        if (link != null) {
            close(link.connection());
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            LOG.debug("A connection to a bus was closed already", e);
        }
    }

    @Override
    public void close() {
        synchronized (links) {
            links.values().forEach(link -> close(link.connection()));
            links.clear();
        }
    }
}
