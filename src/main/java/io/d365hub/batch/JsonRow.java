package io.d365hub.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A row as its source has sent it: one JSON object in UTF-8, somewhere in the bytes of a page. A row that goes to a file as it is
 * never becomes a tree, which is what most of the work of a row would be. The bytes are not to be changed.
 */
public final class JsonRow {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(ObjectNode.class);

    private final byte[] page;
    private final int from;
    private final int length;

    /**
     * A row within a page.
     *
     * @param page holds a whole JSON object from {@code from} on, {@code length} bytes of it
     */
    public JsonRow(byte[] page, int from, int length) {
        Objects.checkFromIndexSize(from, length, page.length);
        this.page = page;
        this.from = from;
        this.length = length;
    }

    /** Bytes of the object. */
    public int length() {
        return length;
    }

    /** Whether it stands on one line, as a row of NDJSON has to: within texts JSON allows no line ends. */
    public boolean isOneLine() {
        for (int i = from; i < from + length; i++) {
            if (page[i] == '\n' || page[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    /** Copies the object. */
    public void copyTo(ByteBuffer out) {
        out.put(page, from, length);
    }

    /** The object as a tree of its own, numbers with all their digits. */
    public ObjectNode read() {
        try {
            return JSON.readValue(page, from, length);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("These bytes are no JSON object", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the length only: values are personal data. */
    @Override
    public String toString() {
        return "JsonRow[" + length + " bytes]";
    }
}
