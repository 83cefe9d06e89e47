package io.d365hub.simulator.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Literal;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.QueryOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a function's parameters out of the URL: in line, or by alias from the query. */
public final class FunctionArguments {

    /** Clients write objects and arrays with single quotes too. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private FunctionArguments() {}

    /** The values by parameter name; an alias without a value is null. */
    public static Map<String, JsonNode> of(PathSegment segment, QueryOptions options) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<PathSegment.Argument> arguments = segment.hasArguments() ? segment.arguments() : List.of();
        for (PathSegment.Argument argument : arguments) {
            if (argument.name() == null) {
                throw ApiError.badSyntax();
            }
            Literal literal = argument.value();
            String aliased = literal.kind() == Literal.Kind.ALIAS ? options.get(literal.text()) : null;
            values.put(
                    argument.name(),
                    switch (literal.kind()) {
                        case QUOTED -> TextNode.valueOf(literal.text());
                        case BARE -> bare(literal.text());
                        case ALIAS -> aliased == null ? NullNode.getInstance() : value(aliased);
                    });
        }
        return values;
    }

    /** A value as it stands in the query: a text in quotes, an enumeration's member, JSON, or a bare literal. */
    private static JsonNode value(String text) {
        int quote = text.indexOf('\'');
        boolean quoted = text.length() > 1 && text.endsWith("'") && quote >= 0 && "[{".indexOf(text.charAt(0)) < 0;
        return quoted
                ? TextNode.valueOf(text.substring(quote + 1, text.length() - 1).replace("''", "'"))
                : bare(text);
    }

    private static JsonNode bare(String text) {
        if (text.isEmpty()) {
            throw ApiError.badSyntax();
        }
        boolean json = "[{\"".indexOf(text.charAt(0)) >= 0 || text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
        try {
            return json || text.equals("true") || text.equals("false") || text.equals("null")
                    ? JSON.readTree(text)
                    : TextNode.valueOf(text);
        } catch (JsonProcessingException e) {
            throw ApiError.badSyntax();
        }
    }
}
