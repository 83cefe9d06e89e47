package io.d365hub.batch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Finds the record keys of rows. Thread-safe. */
final class RowKeys {

    /** A record key is a property of a message in the broker and part of an index in SQL. */
    private static final int MOST_BYTES = 500;

    private final String pointer;
    private final JsonPointer compiled;

    /** @throws IllegalArgumentException when it is no JSON Pointer */
    RowKeys(String pointer) {
        this.pointer = pointer;
        this.compiled = JsonPointer.compile(pointer);
    }

    /** The key; empty when there is none that can be used. */
    Optional<String> of(ObjectNode row) {
        JsonNode value = row.at(compiled);
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        String key = value.asText();
        boolean usable = !key.isEmpty()
                && (key.length() * 3 <= MOST_BYTES || key.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES);
        return usable ? Optional.of(key) : Optional.empty();
    }

    Failure missing() {
        return Failure.of(
                FailureKind.UNREADABLE,
                "record-key",
                "The row was not processed.",
                "It has no usable record key at " + pointer + ": nothing, an object or list, or more than " + MOST_BYTES
                        + " bytes stand there.",
                "Have the row mended in its source, or correct the option recordKey of the batch.");
    }

    /** Roughly how much memory a row takes, in bytes. */
    static int size(JsonNode node) {
        int size = 40;
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                size += 50 + size(member.getValue());
            }
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                size += 8 + size(element);
            }
        } else if (node.isTextual()) {
            size += 40 + node.textValue().length();
        }
        return size;
    }
}
