package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The newest watermark of the rows that were read: compared as numbers, as times, otherwise as texts. */
final class Newest {

    private final Optional<JsonPointer> pointer;
    private Optional<String> value;

    Newest(Optional<JsonPointer> pointer, Optional<String> before) {
        this.pointer = pointer;
        this.value = before;
    }

    void note(JsonNode row) {
        if (pointer.isPresent()) {
            JsonNode found = row.at(pointer.get());
            if (found.isValueNode() && !found.isNull()) {
                String text = found.asText();
                if (value.isEmpty() || compare(text, value.get()) > 0) {
                    value = Optional.of(text);
                }
            }
        }
    }

    Optional<String> value() {
        return value;
    }

    private static int compare(String one, String other) {
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other));
        } catch (NumberFormatException noNumbers) {
            try {
                return OffsetDateTime.parse(one)
                        .toInstant()
                        .compareTo(OffsetDateTime.parse(other).toInstant());
            } catch (DateTimeException noTimes) {
                return one.compareTo(other);
            }
        }
    }
}
