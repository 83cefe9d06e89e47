package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * {@code timestamp(text, fallback?)}: an ISO 8601 date and time with offset, in UTC and whole seconds as Dataverse keeps
 * it: {@code "2026-03-01T10:15:00+01:00"} becomes {@code "2026-03-01T09:15:00Z"}; null stays null. A day that is not in
 * the calendar gives the fallback, or fails without one.
 */
final class TimestampFunction extends MappingFunction {

    TimestampFunction() {
        super("timestamp", 1, 2);
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        JsonNode value = arguments[0];
        if (value.isNull()) {
            return value;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text(value).strip(), DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            return new TextNode(time.toInstant().truncatedTo(ChronoUnit.SECONDS).toString());
        } catch (DateTimeParseException e) {
            if (arguments.length == 2) {
                return arguments[1];
            }
            throw new JsltException(
                    "timestamp(" + text(value) + ") failed: not a date and time such as 2026-03-01T10:15:00+01:00", e);
        }
    }
}
