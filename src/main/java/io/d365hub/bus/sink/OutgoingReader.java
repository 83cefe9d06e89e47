package io.d365hub.bus.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;

/** Makes the message for the bus from an exchange: headers first, then the endpoint's options. Thread-safe. */
final class OutgoingReader {

    private static final String MESSAGE_ID = "HubMessageId";
    private static final String CORRELATION_ID = "correlation-id";
    private static final int HIGHEST_PRIORITY = 9;

    private final BusEndpoint endpoint;
    private final Set<String> passed;
    private final Expression group;
    private final Expression duplicateId;

    OutgoingReader(BusEndpoint endpoint) {
        this.endpoint = endpoint;
        this.passed = endpoint.passed();
        this.group = simple(endpoint.getGroup());
        this.duplicateId = simple(endpoint.getDuplicateId());
    }

    private Expression simple(String text) {
        Expression expression =
                endpoint.getCamelContext().resolveLanguage("simple").createExpression(text);
        expression.init(endpoint.getCamelContext());
        return expression;
    }

    /** @throws IllegalArgumentException when a header holds what it cannot */
    Outgoing read(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        String messageId = message.getHeader(MESSAGE_ID, "", String.class);
        return new Outgoing(
                body == null ? new byte[0] : body,
                message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class),
                priority(message),
                duration(message, BusConstants.TIME_TO_LIVE, endpoint.getTimeToLive()),
                duration(message, BusConstants.DELAY, endpoint.getDelay()),
                text(exchange, BusConstants.GROUP, group),
                text(exchange, BusConstants.DUPLICATE_ID, duplicateId),
                message.getHeader(CORRELATION_ID, messageId, String.class),
                message.getHeader(BusConstants.TYPE, "", String.class),
                properties(message));
    }

    private int priority(Message message) {
        Integer given = message.getHeader(BusConstants.PRIORITY, Integer.class);
        if (given == null) {
            return endpoint.getPriority();
        }
        if (given < 0 || given > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("Header " + BusConstants.PRIORITY + " is not from 0 to 9.");
        }
        return given;
    }

    private Duration duration(Message message, String header, String option) {
        return endpoint.duration(header, message.getHeader(header, option, String.class));
    }

    private static String text(Exchange exchange, String header, Expression option) {
        String given = exchange.getMessage().getHeader(header, String.class);
        String text = given == null ? option.evaluate(exchange, String.class) : given;
        return text == null ? "" : text;
    }

    /** A JMS property cannot hold a dash, so '_' stands for it. */
    private Map<String, String> properties(Message message) {
        Map<String, String> properties = new HashMap<>();
        for (String name : passed) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                properties.put(name.replace('-', '_'), value);
            }
        }
        return properties;
    }
}
