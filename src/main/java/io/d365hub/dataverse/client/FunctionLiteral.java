package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.regex.Pattern;

/**
 * Writes the value of a function's parameter. Texts are quoted, unless they are the value of an enumeration such as
 * {@code Microsoft.Dynamics.CRM.EndpointAccessType'Default'}; numbers, ids and times stand bare; lists are JSON; a row is
 * named by its address.
 */
final class FunctionLiteral {

    private static final Pattern ENUMERATION = Pattern.compile("Microsoft\\.Dynamics\\.CRM\\.\\w+'\\w+'");

    private FunctionLiteral() {}

    /** @throws IllegalArgumentException for a value that no parameter can hold; names the parameter only */
    static String of(String parameter, Object value) {
        if (value instanceof RowRef row) {
            return "{'@odata.id':'" + row.forUrl().replace("'", "''") + "'}";
        }
        if (value instanceof JsonNode node) {
            return json(node);
        }
        if (value instanceof String text && ENUMERATION.matcher(text).matches()) {
            return text;
        }
        if (value instanceof String text) {
            return KeyLiteral.plain(text);
        }
        if (value instanceof Boolean flag) {
            return flag.toString();
        }
        KeyLiteral.check(parameter, value);
        return KeyLiteral.plain(value);
    }

    private static String json(JsonNode node) {
        if (node instanceof NullNode) {
            return "null";
        }
        return node.isTextual() ? of("", node.textValue()) : node.toString();
    }
}
