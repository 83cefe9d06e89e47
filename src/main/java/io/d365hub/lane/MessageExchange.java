package io.d365hub.lane;

import io.d365hub.message.HubMessage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** How a message looks to a route. */
final class MessageExchange {

    private MessageExchange() {}

    static void fill(Exchange exchange, HubMessage message, int attempt) {
        Message in = exchange.getIn();
        in.setBody(message.body());
        message.headers().forEach(in::setHeader);
        in.setHeader(Exchange.CONTENT_TYPE, message.contentType());
        in.setHeader(LaneConstants.MESSAGE_ID, message.id().toString());
        in.setHeader(LaneConstants.INTEGRATION, message.integration());
        in.setHeader(LaneConstants.RECORD_KEY, message.recordKey());
        in.setHeader(LaneConstants.CLIENT, message.client());
        in.setHeader(LaneConstants.ACCEPTED_AT, message.acceptedAt().toString());
        in.setHeader(LaneConstants.ATTEMPT, attempt);
        if (message.replay().isPresent()) {
            exchange.setProperty(LaneConstants.REPLAYED, true);
        }
    }
}
