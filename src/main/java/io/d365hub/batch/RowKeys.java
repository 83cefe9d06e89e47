package io.d365hub.batch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.RecordKeys;
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
    Optional<String> of(SourceRow row) {
        return row.key() == null ? of(row.columns()) : usable(row.key());
    }

    /** The key; empty when there is none that can be used. */
    Optional<String> of(ObjectNode row) {
        JsonNode value = row.at(compiled);
        return value.isValueNode() && !value.isNull() ? usable(value.asText()) : Optional.empty();
    }

    private static Optional<String> usable(String key) {
        boolean usable = !key.isEmpty()
                && (key.length() * 3 <= MOST_BYTES || key.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES);
        return usable ? Optional.of(key) : Optional.empty();
    }

    /**
     * Stands for the key of a row that has none: its place, and some digits of its content, because the same place of the next
     * file holds another row.
     */
    static String standIn(SourceRow row, long ordinal) {
        String content =
                row.raw() == null ? row.columns().toString() : new String(row.raw(), StandardCharsets.ISO_8859_1);
        String place =
                row.place() + " (" + RecordKeys.digest(content).toString().substring(0, 8) + ")";
        return row.place().isEmpty() || place.length() * 3 > MOST_BYTES ? "row " + ordinal : place;
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
