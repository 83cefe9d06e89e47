package io.d365hub.simulator.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain value as .NET's {@code DataContractSerializer} names and writes it.
 *
 * @param namespace of the type's name
 * @param name of the type
 * @param text the value
 */
record XmlType(String namespace, String name, String text) {

    private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema";
    private static final String SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/";
    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d+)([+-]\\d{4})?\\)/");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** What a value of the JSON form is. */
    static XmlType of(JsonNode value) {
        if (value.isBoolean()) {
            return new XmlType(SCHEMA, "boolean", value.asText());
        }
        if (value.isIntegralNumber()) {
            return new XmlType(SCHEMA, value.canConvertToInt() ? "int" : "long", value.asText());
        }
        if (value.isNumber()) {
            return new XmlType(SCHEMA, "decimal", value.decimalValue().toPlainString());
        }
        Matcher date = DATE.matcher(value.asText());
        if (date.matches()) {
            return new XmlType(
                    SCHEMA,
                    "dateTime",
                    Instant.ofEpochMilli(Long.parseLong(date.group(1))).toString());
        }
        return GUID.matcher(value.asText()).matches()
                ? new XmlType(SERIALIZATION, "guid", value.asText())
                : new XmlType(SCHEMA, "string", value.asText());
    }
}
