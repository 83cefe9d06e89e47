package io.d365hub.dataverse.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One page of rows as the service has sent it: the bytes, and where each row stands in them. No row becomes a tree, for whoever
 * only passes rows on. Immutable but for the bytes, which nobody may change.
 */
public final class RawPage {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_ROWS = 256;

    private final byte[] body;
    private final String column;
    /** Of each row where it begins, and where it ends. */
    private int[] bounds = new int[2 * USUAL_ROWS];

    private String[] values = new String[USUAL_ROWS];
    private final BitSet contexts = new BitSet();
    private int rows;
    private String next = "";
    private String delta = "";
    private long count = -1;

    private RawPage(byte[] body, String column) {
        this.body = body;
        this.column = column;
    }

    /**
     * Finds the rows of a page.
     *
     * @param column whose values are wanted of each row; empty for none
     * @return nothing when the bytes are no whole JSON object, or tell of an error
     */
    static Optional<RawPage> in(byte[] body, String column) {
        try {
            return Optional.of(of(body, column));
        } catch (IOException noPage) {
            return Optional.empty();
        }
    }

    private static RawPage of(byte[] body, String column) throws IOException {
        RawPage page = new RawPage(body, column);
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no JSON object");
            }
            page.read(json);
            if (json.nextToken() != null) {
                throw new IOException("more follows the page");
            }
        }
        return page;
    }

    private void read(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (ErrorBody.isForm(name, value)) {
                throw new IOException("the answer tells of an error");
            }
            switch (name) {
                case "value" -> {
                    if (value == JsonToken.START_ARRAY) {
                        readRows(json);
                    } else {
                        json.skipChildren();
                    }
                }
                case "@odata.nextLink" -> next = text(json, value);
                case "@odata.deltaLink" -> delta = text(json, value);
                case "@odata.count" -> count = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
                default -> json.skipChildren();
            }
        }
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
        json.skipChildren();
        return value == JsonToken.VALUE_STRING ? json.getText() : "";
    }

    private void readRows(JsonParser json) throws IOException {
        for (JsonToken row = json.nextToken(); row != JsonToken.END_ARRAY; row = json.nextToken()) {
            if (row == null) {
                throw new IOException("the answer is cut off");
            }
            if (row == JsonToken.START_OBJECT) {
                readRow(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readRow(JsonParser json) throws IOException {
        if (rows == values.length) {
            values = Arrays.copyOf(values, rows * 2);
            bounds = Arrays.copyOf(bounds, rows * 4);
        }
        bounds[2 * rows] = (int) json.currentTokenLocation().getByteOffset();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals(column)) {
                values[rows] = value == JsonToken.VALUE_STRING ? json.getText() : null;
            } else if (name.equals("@odata.context") || name.equals("@removed")) {
                contexts.set(rows);
            }
            json.skipChildren();
        }
        bounds[2 * rows + 1] = (int) json.currentLocation().getByteOffset();
        rows++;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** The page. */
    public byte[] body() {
        return body;
    }

    /** Where the row begins, counted from 0. */
    public int from(int row) {
        return bounds[2 * row];
    }

    /** How many bytes it has. */
    public int length(int row) {
        return bounds[2 * row + 1] - bounds[2 * row];
    }

    /** What stands in the column that was asked for; null when it is no text. */
    public String value(int row) {
        return values[row];
    }

    /** Whether the row speaks of itself, as one does that is gone. */
    public boolean hasContext(int row) {
        return contexts.get(row);
    }

    /** What the page says beside its rows. */
    RowPage links(Optional<Instant> answeredAt) {
        return new RowPage(
                List.of(),
                next.isEmpty() ? Optional.empty() : Optional.of(next),
                delta.isEmpty() ? Optional.empty() : Optional.of(delta),
                count < 0 ? OptionalLong.empty() : OptionalLong.of(count),
                answeredAt);
    }

    /**
     * What is wanted of a page.
     *
     * @param column whose values are wanted of each row; empty for none
     * @param ending told of the next page before the rows of this one are looked at, when its end names it
     */
    public record Wish(String column, Consumer<RowPage> ending) {}

    /**
     * A page and what it says beside its rows.
     *
     * @param links without rows
     */
    public record Told(RawPage page, RowPage links) {}
}
