package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What of an event's data a subscription is told: the chosen fields, mapped. Thread-safe. */
final class EventShape {

    private final List<JsonPointer> fields;
    private final Optional<Expression> mapping;

    EventShape(Subscription subscription) {
        this.fields = subscription.fields().stream().map(JsonPointer::compile).toList();
        this.mapping = subscription.mapping().isEmpty()
                ? Optional.empty()
                : Optional.of(Mappings.compile(subscription.mapping()));
    }

    /** Whether data go out as they came. */
    boolean isWhole() {
        return fields.isEmpty() && mapping.isEmpty();
    }

    /**
     * The data to send; empty when the mapping makes nothing of them, which means that this event is not wanted.
     *
     * @throws IOException when the data are no JSON
     */
    Optional<byte[]> of(byte[] data) throws IOException {
        if (isWhole()) {
            return Optional.of(data);
        }
        JsonNode whole = Mappings.reader().readTree(data);
        JsonNode chosen = fields.isEmpty() ? whole : chosen(whole);
        JsonNode made = mapping.isEmpty() ? chosen : mapping.get().apply(chosen);
        return made.isNull() ? Optional.empty() : Optional.of(Mappings.reader().writeValueAsBytes(made));
    }

    private JsonNode chosen(JsonNode whole) {
        ObjectNode chosen = Mappings.reader().createObjectNode();
        for (JsonPointer field : fields) {
            JsonNode value = whole.at(field);
            if (!value.isMissingNode()) {
                put(chosen, field, value);
            }
        }
        return chosen;
    }

    /** At the place where it was; lists on the way become objects by position. */
    private static void put(ObjectNode root, JsonPointer field, JsonNode value) {
        ObjectNode parent = root;
        JsonPointer rest = field;
        while (!rest.tail().matches()) {
            String name = rest.getMatchingProperty();
            parent = parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
            rest = rest.tail();
        }
        parent.set(rest.getMatchingProperty(), value);
    }
}
