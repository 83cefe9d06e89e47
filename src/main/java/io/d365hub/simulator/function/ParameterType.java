package io.d365hub.simulator.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.simulator.odata.Values;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The types of a Custom API's parameters and properties, in the order of their numbers. */
public enum ParameterType {
    BOOLEAN("Edm.Boolean"),
    DATE_TIME("Edm.DateTimeOffset"),
    DECIMAL("Edm.Decimal"),
    ENTITY("mscrm.crmbaseentity"),
    ENTITY_COLLECTION("Collection(mscrm.crmbaseentity)"),
    ENTITY_REFERENCE("mscrm.crmbaseentity"),
    FLOAT("Edm.Double"),
    INTEGER("Edm.Int32"),
    MONEY("Edm.Decimal"),
    PICKLIST("Edm.Int32"),
    STRING("Edm.String"),
    STRING_ARRAY("Collection(Edm.String)"),
    GUID("Edm.Guid");

    private static final String FIRST_MOMENT = "0001-01-01T00:00:00Z";

    private final String edmType;

    ParameterType(String edmType) {
        this.edmType = edmType;
    }

    /** The type with this number in the column {@code type}; text when it is none. */
    static ParameterType of(Integer number) {
        return number == null || number < 0 || number >= values().length ? STRING : values()[number];
    }

    /** The type in {@code $metadata}. */
    public String edmType() {
        return edmType;
    }

    public boolean isEntity() {
        return this == ENTITY || this == ENTITY_COLLECTION || this == ENTITY_REFERENCE;
    }

    /** What a property holds when nothing has set it. */
    JsonNode initial() {
        return switch (this) {
            case BOOLEAN -> BooleanNode.FALSE;
            case DATE_TIME -> TextNode.valueOf(FIRST_MOMENT);
            case DECIMAL, FLOAT, INTEGER, MONEY, PICKLIST -> IntNode.valueOf(0);
            case ENTITY_COLLECTION, STRING_ARRAY -> JsonNodeFactory.instance.arrayNode();
            case GUID -> TextNode.valueOf(new UUID(0, 0).toString());
            case ENTITY, ENTITY_REFERENCE, STRING -> NullNode.getInstance();
        };
    }

    /** Whether a value is of this type. */
    boolean accepts(JsonNode value) {
        return switch (this) {
            case BOOLEAN -> value.isBoolean();
            case DATE_TIME -> value.isTextual() && isDateTime(value.asText());
            case DECIMAL, FLOAT, MONEY -> value.isNumber();
            case INTEGER, PICKLIST -> value.isIntegralNumber() && value.canConvertToInt();
            case STRING -> value.isTextual();
            case GUID -> value.isTextual() && Values.uuid(value.asText()) != null;
            case ENTITY, ENTITY_REFERENCE -> value.isObject();
            case ENTITY_COLLECTION -> value.isArray() && all(value, JsonNode::isObject);
            case STRING_ARRAY -> value.isArray() && all(value, JsonNode::isTextual);
        };
    }

    private static boolean all(JsonNode array, java.util.function.Predicate<JsonNode> test) {
        for (JsonNode item : array) {
            if (!test.test(item)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDateTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
