package io.d365hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into JSON; decimals keep their digits. */
final class YamlToJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlToJson() {}

    static JsonNode convert(Node node) {
        if (node instanceof MappingNode object) {
            ObjectNode json = JSON.objectNode();
            for (NodeTuple field : object.getValue()) {
                json.set(((ScalarNode) field.getKeyNode()).getValue(), convert(field.getValueNode()));
            }
            return json;
        }
        if (node instanceof SequenceNode list) {
            ArrayNode json = JSON.arrayNode();
            list.getValue().forEach(item -> json.add(convert(item)));
            return json;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String value = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(value));
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = new BigInteger(value);
            return number.bitLength() < Integer.SIZE
                    ? JSON.numberNode(number.intValue())
                    : number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
        }
        if (tag.equals(Tag.FLOAT) && !value.startsWith(".") && !value.startsWith("-.")) {
            return DecimalNode.valueOf(new BigDecimal(value));
        }
        return JSON.textNode(value);
    }
}
