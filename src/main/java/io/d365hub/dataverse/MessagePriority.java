package io.d365hub.dataverse;

import io.d365hub.throttle.Priority;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * How urgent a message's calls are: what its header says, else what its exchange says (a replay, somebody who waits, a
 * batch run), else what the endpoint says.
 */
final class MessagePriority {

    /** Exchange property of the option of the endpoint that works the exchange at the moment. */
    private static final String OPTION = "CamelDataverseEndpointPriority";

    private MessagePriority() {}

    /** Notes the endpoint's option for the calls that follow. */
    static void note(Exchange exchange, Priority option) {
        exchange.setProperty(OPTION, option);
    }

    static Priority of(Message message) {
        Object header = message.getHeader(DataverseConstants.PRIORITY);
        if (header != null) {
            return Priority.named(header.toString())
                    .orElseThrow(() -> new IllegalArgumentException("The header " + DataverseConstants.PRIORITY
                            + " must be interactive, event, batch or replay"));
        }
        Exchange exchange = message.getExchange();
        if (Boolean.TRUE.equals(exchange.getProperty(DataverseConstants.REPLAYED))) {
            return Priority.REPLAY;
        }
        if (Boolean.TRUE.equals(exchange.getProperty(DataverseConstants.AWAITED))) {
            return Priority.INTERACTIVE;
        }
        if (exchange.getProperty(DataverseConstants.BATCH_RUN) != null) {
            return Priority.BATCH;
        }
        return exchange.getProperty(OPTION, Priority.EVENT, Priority.class);
    }
}
