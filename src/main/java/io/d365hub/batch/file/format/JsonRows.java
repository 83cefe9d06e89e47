package io.d365hub.batch.file.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON in files is read: decimals keep their digits, a name twice in an object is an error, and depth is bounded. */
final class JsonRows {

    private static final int DEEPEST = 100;

    private JsonRows() {}

    static ObjectReader reader(int longestText) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(longestText)
                        .build())
                // Names of a file with millions of different ones must not stay in the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // A parser's message would quote the record.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .reader();
    }

    /** What is wrong, without words of the record. */
    static String why(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "A text or number in it is longer than allowed (recordLimit), or it is nested deeper than " + DEEPEST
                    + " levels" + place(e);
        }
        if (e.getOriginalMessage().startsWith("Duplicate")) {
            return "It has the same name twice in one object.";
        }
        return "It is not valid JSON" + place(e);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "."
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ").";
    }
}
