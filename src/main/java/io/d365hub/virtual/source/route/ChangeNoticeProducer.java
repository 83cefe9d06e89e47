package io.d365hub.virtual.source.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Makes of a changed row what Dataverse's actions OnExternalCreated, OnExternalUpdated and OnExternalDeleted take (spec
 * dataverse-events-and-virtual-tables §4.8 [V]): its natural key becomes the GUID under which Dataverse knows it, and what the
 * hub has read of the table is not given again, so that whoever is told reads the row as it is.
 */
final class ChangeNoticeProducer extends DefaultProducer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPES = "Microsoft.Dynamics.CRM.";

    private final VirtualRouteEndpoint endpoint;

    ChangeNoticeProducer(VirtualRouteEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode row = row(exchange.getMessage());
        String idColumn = endpoint.idColumnOrDefault();
        JsonNode key = row.path(idColumn);
        if (!key.isValueNode() || key.isNull()) {
            throw ChangeNoticeException.unreadable(
                    endpoint.table(), "The message has no value of '" + idColumn + "'.", null);
        }
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("@odata.type", TYPES + endpoint.getLogicalName());
        target.put(idColumn, guid(key.asText()).toString());
        if (endpoint.getChange() != ChangeKind.DELETED) {
            row.properties().stream()
                    .filter(column -> !column.getKey().equals(idColumn))
                    .forEach(column -> target.set(column.getKey(), column.getValue()));
        }
        exchange.getMessage()
                .setBody(JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set("Target", target)
                        .toString());
    }

    private UUID guid(String key) {
        try {
            return endpoint.changedRows()
                    .of(endpoint.table())
                    .orElseThrow(() -> ChangeNoticeException.unknown(endpoint.table()))
                    .apply(key);
        } catch (IllegalArgumentException e) {
            throw ChangeNoticeException.unreadable(
                    endpoint.table(), "The value of '" + endpoint.idColumnOrDefault() + "' can be no key of it.", e);
        }
    }

    private ObjectNode row(Message message) {
        Object body = message.getBody();
        try {
            JsonNode read = body instanceof Map<?, ?> || body instanceof JsonNode
                    ? JSON.valueToTree(body)
                    : JSON.readTree(message.getBody(String.class));
            if (read instanceof ObjectNode row) {
                return row;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw ChangeNoticeException.unreadable(endpoint.table(), "The message is no JSON.", e);
        }
        throw ChangeNoticeException.unreadable(endpoint.table(), "The message is no JSON object.", null);
    }
}
