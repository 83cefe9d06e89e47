package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RequestOptions;
import org.apache.camel.Message;

/** The request options of one message: those of its endpoint, unless headers of the message say otherwise. */
final class MessageOptions {

    private MessageOptions() {}

    /** The endpoint's own instance where no header changes it, so that equal options are found equal at once. */
    static RequestOptions of(DataverseEndpoint endpoint, Message message) {
        RequestOptions options = endpoint.requestOptions();
        String header = text(message, DataverseConstants.IF_MATCH);
        options = header == null ? options : options.ifMatch(header);
        header = text(message, DataverseConstants.IF_NONE_MATCH);
        options = header == null ? options : options.ifNoneMatch(header);
        header = text(message, DataverseConstants.CALLER_OBJECT_ID);
        options = header == null
                ? options
                : options.asEntraUser(RequestConfiguration.id(DataverseConstants.CALLER_OBJECT_ID, header));
        header = text(message, DataverseConstants.CALLER_ID);
        options = header == null
                ? options
                : options.asUser(RequestConfiguration.id(DataverseConstants.CALLER_ID, header));
        header = text(message, DataverseConstants.TAG);
        return header == null ? options : options.tagged(header);
    }

    /** A header as text; null when it is missing or empty. */
    static String text(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }
}
