package io.d365hub.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Compiles mappings the way the running hub does. Thread-safe. */
public final class Mappings {

    // Decimals keep the digits that were sent: 12.50 stays 12.50, and no amount goes through a binary float.
    private static final ObjectMapper READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<Function> FUNCTIONS =
            List.of(new DecimalFunction(), new DecimalSumFunction(), new TimestampFunction(), new RefuseFunction());

    /** How much processor time a mapping may take for one message unless somebody says otherwise. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private Mappings() {}

    /** What mappings have on top of JSLT's own functions: {@code decimal}, {@code decimal-sum}, {@code timestamp}, {@code refuse}. */
    public static List<Function> functions() {
        return FUNCTIONS;
    }

    /** Reads JSON for mappings, with exact decimals. Shared; nobody may reconfigure it. */
    public static ObjectMapper reader() {
        return READER;
    }

    /**
     * Compiles one mapping file, read as UTF-8.
     *
     * @throws JsltException when it is not valid JSLT; names line and column
     * @throws IOException when it cannot be read
     */
    public static Expression compile(Path file) throws IOException {
        return compile(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    /**
     * Compiles a mapping that stands in something else.
     *
     * @throws JsltException when it is not valid JSLT; names line and column
     */
    public static Expression compile(String text) {
        return compile(text, "mapping");
    }

    /**
     * Compiles one mapping.
     *
     * @param source where it stands, for error messages
     * @throws JsltException when it is not valid JSLT; names line and column
     */
    static Expression compile(String text, String source) {
        return new Parser(new StringReader(text))
                .withSource(source)
                .withFunctions(FUNCTIONS)
                .compile();
    }

    /** Applies a mapping to a message. */
    public static JsonNode apply(Expression mapping, String message) throws IOException {
        return apply(mapping, "of this case", message);
    }

    /**
     * Applies a mapping to a message.
     *
     * @param name what its author calls it
     * @throws EndlessMappingException when it computes longer than any mapping may
     */
    public static JsonNode apply(Expression mapping, String name, String message) throws IOException {
        return BoundedScope.apply(mapping, READER.readTree(message), name, LIMIT);
    }
}
