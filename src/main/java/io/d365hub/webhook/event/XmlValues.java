package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Values in Text XML as the JSON form has them. Lenient: what cannot be read as its type stays a text. */
final class XmlValues {

    /** Numbers whose declared type is not written. */
    private static final Set<String> NUMBERS = Set.of("Value", "Depth", "Mode", "Stage", "IsolationMode");

    private static final String CREATED = "OperationCreatedOn";

    private XmlValues() {}

    /** Whether a type is one of the SDK's classes, which are written as objects even when they are empty. */
    static boolean isClass(String type) {
        return !type.isEmpty() && Character.isUpperCase(type.charAt(0));
    }

    static JsonNode scalar(String name, String type, String text) {
        try {
            return switch (type) {
                case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(text.strip()));
                case "int", "short", "byte", "unsignedByte", "unsignedShort" ->
                    IntNode.valueOf(Integer.parseInt(text.strip()));
                case "long", "unsignedInt" -> LongNode.valueOf(Long.parseLong(text.strip()));
                case "decimal", "double", "float" -> DecimalNode.valueOf(new BigDecimal(text.strip()));
                case "dateTime" -> date(text.strip());
                case "" ->
                    NUMBERS.contains(name)
                            ? JsonNodeFactory.instance.numberNode(new BigDecimal(text.strip()))
                            : name.equals(CREATED) ? date(text.strip()) : TextNode.valueOf(text);
                default -> TextNode.valueOf(text);
            };
        } catch (NumberFormatException | DateTimeException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A time without zone is meant in UTC, as the suffixes of the JSON form are. */
    private static JsonNode date(String text) {
        boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        OffsetDateTime time =
                zoned ? OffsetDateTime.parse(text) : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
        return TextNode.valueOf("/Date(" + time.toInstant().toEpochMilli() + ")/");
    }
}
