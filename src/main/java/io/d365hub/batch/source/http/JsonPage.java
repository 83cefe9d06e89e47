package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A page of JSON while it is parsed: rows of one array, and single values before and behind it. Holds one row at a time. */
final class JsonPage implements AutoCloseable {

    private static final int DEEPEST = 200;

    /** Amounts keep their digits. */
    private static final ObjectMapper ROWS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonParser parser;
    private final JsonPointer rows;
    private final Set<JsonPointer> wanted;
    private final Map<JsonPointer, String> values = new HashMap<>();
    private boolean inRows;
    private boolean found;

    private JsonPage(JsonParser parser, JsonPointer rows, Set<JsonPointer> wanted) {
        this.parser = parser;
        this.rows = rows;
        this.wanted = wanted;
    }

    /**
     * @param rows where the array of rows stands
     * @param wanted where single values stand that are asked for later
     */
    static JsonPage open(InputStream body, JsonPointer rows, Set<JsonPointer> wanted, int valueLimit)
            throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(valueLimit)
                        .maxNestingDepth(DEEPEST)
                        .build())
                .build();
        JsonParser parser = factory.createParser(body);
        parser.setCodec(ROWS);
        return new JsonPage(parser, rows, wanted);
    }

    /** The next row, or whatever stands in its place; null after the last, when all single values are known. */
    JsonNode next() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return null;
            }
            if (inRows) {
                if (token != JsonToken.END_ARRAY) {
                    return ROWS.readTree(parser);
                }
                inRows = false;
            } else if (token == JsonToken.START_ARRAY && at().equals(rows)) {
                inRows = true;
                found = true;
            } else if (token.isScalarValue()) {
                note(token);
            }
        }
    }

    private void note(JsonToken token) throws IOException {
        JsonPointer at = at();
        if (at.equals(rows) && token == JsonToken.VALUE_NULL) {
            found = true;
        }
        if (wanted.contains(at) && token != JsonToken.VALUE_NULL) {
            values.put(at, parser.getText());
        }
    }

    private JsonPointer at() {
        return parser.getParsingContext().pathAsPointer();
    }

    /** Whether the array of rows was there. */
    boolean hasRows() {
        return found;
    }

    /** A single value; nothing when it is not there, null, or not yet met. */
    Optional<String> value(JsonPointer pointer) {
        return Optional.ofNullable(values.get(pointer)).filter(text -> !text.isEmpty());
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
