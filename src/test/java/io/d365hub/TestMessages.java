package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Messages as other systems send them, each valid until a test makes it something else. */
final class TestMessages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestMessages() {}

    /** The sample order of the repository with another number: a guest's, with one line. */
    static ObjectNode order(int number) {
        try {
            ObjectNode order = (ObjectNode) JSON.readTree(Files.readString(Path.of("samples", "order.json")));
            order.put("order_number", number).put("name", "#" + number);
            order.putArray("note_attributes");
            ObjectNode line = line(order, 0).put("id", number * 100L + 1).put("quantity", 3);
            order.putArray("line_items").add(line);
            return order;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same order, placed by a customer. */
    static ObjectNode orderOf(int number, String customer) {
        ObjectNode order = order(number);
        order.putArray("note_attributes")
                .addObject()
                .put("name", "customer_number")
                .put("value", customer);
        return order;
    }

    static ObjectNode line(JsonNode order, int index) {
        return (ObjectNode) order.path("line_items").path(index);
    }

    /** Adds a copy of the first line. */
    static ObjectNode addLine(ObjectNode order, long id) {
        ObjectNode line = line(order, 0).deepCopy().put("id", id);
        order.withArray("line_items").add(line);
        return line;
    }

    static ObjectNode member(String id) {
        return JSON.createObjectNode()
                .put("memberId", id)
                .put("firstName", "Zoë")
                .put("lastName", "Łukasiewicz")
                .put("email", "zoe@loyalty.example");
    }

    /** A member who belongs to an account. */
    static ObjectNode memberOf(String id, String account) {
        return member(id).put("customerNumber", account);
    }

    /** Dataverse refuses it: its first name is longer than the column. */
    static ObjectNode memberWithTooLongName(String id) {
        return member(id).put("firstName", "Z".repeat(51));
    }
}
