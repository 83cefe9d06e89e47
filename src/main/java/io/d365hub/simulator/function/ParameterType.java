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

/** The types of a Custom API's parameters and properties. */
public enum ParameterType {
    BOOLEAN(0, "Edm.Boolean"),
    DATE_TIME(1, "Edm.DateTimeOffset"),
    DECIMAL(2, "Edm.Decimal"),
    ENTITY(3, "mscrm.crmbaseentity"),
    ENTITY_COLLECTION(4, "Collection(mscrm.crmbaseentity)"),
    ENTITY_REFERENCE(5, "mscrm.crmbaseentity"),
    FLOAT(6, "Edm.Double"),
    INTEGER(7, "Edm.Int32"),
    MONEY(8, "Edm.Decimal"),
    PICKLIST(9, "Edm.Int32"),
    STRING(10, "Edm.String"),
    STRING_ARRAY(11, "Collection(Edm.String)"),
    GUID(12, "Edm.Guid");

    private static final String FIRST_MOMENT = "0001-01-01T00:00:00Z";

    private final int number;
    private final String edmType;

    ParameterType(int number, String edmType) {
        this.number = number;
        this.edmType = edmType;
    }

    /** The type with this number in the column {@code type}; text when it is none. */
    static ParameterType of(Integer number) {
        for (ParameterType type : values()) {
            if (number != null && type.number == number) {
                return type;
            }
        }
        return STRING;
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
