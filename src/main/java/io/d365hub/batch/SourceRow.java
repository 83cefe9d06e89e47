package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import java.util.Objects;
import java.util.Optional;

/**
 * One row as its source has it. Not to be changed after it was handed out.
 *
 * <p>A row that could not be read has raw bytes and a failure instead of columns, and becomes a dead letter; the run goes on.
 */
public final class SourceRow {

    /** Bytes of memory that a byte of JSON takes as a tree, or so. */
    private static final int TREE = 4;

    private final JsonRow json;
    private final String key;
    /** Null until somebody asks when there is JSON. */
    private volatile ObjectNode columns;

    private final String place;
    private final Position position;
    private final byte[] raw;
    private final String contentType;
    private final Failure failure;
    private final boolean deleted;

    private SourceRow(
            JsonRow json,
            String key,
            ObjectNode columns,
            String place,
            Position position,
            byte[] raw,
            String contentType,
            Failure failure,
            boolean deleted) {
        this.json = json;
        this.key = key;
        this.deleted = deleted;
        this.columns = columns;
        this.place = Objects.requireNonNull(place, "place");
        this.position = position;
        this.raw = raw;
        this.contentType = contentType;
        this.failure = failure;
    }

    /**
     * A row.
     *
     * @param columns its values. Numbers with fractions are decimals ({@code DecimalNode}), so that no amount goes through a
     *     binary float; dates and times are ISO 8601 texts; an empty value is a JSON null
     * @param place where it stands in the source, for people who look for it: {@code line 17 of prices.csv}. May be empty
     *     where rows have no place but their key; then the record key is told instead. Neither is a secret, but a place must
     *     not hold other values of the row
     * @param position covers this row and everything handed out before it; null when the source cannot begin behind this
     *     row. Best given with every row or every page: what was read behind the last position comes again after a crash
     */
    public static SourceRow of(ObjectNode columns, String place, Position position) {
        return new SourceRow(
                null, null, Objects.requireNonNull(columns, "columns"), place, position, null, "", null, false);
    }

    /**
     * A row without a place that came as JSON, which becomes a tree when somebody asks for its columns.
     *
     * @param key what stands at the record key of the batch, when that is known; null otherwise
     */
    public static SourceRow of(JsonRow json, String key, Position position) {
        return new SourceRow(Objects.requireNonNull(json, "json"), key, null, "", position, null, "", null, false);
    }

    /** A row that has disappeared from its source: its record key among the columns, and whatever else is known of it. */
    public static SourceRow deleted(ObjectNode columns, String place, Position position) {
        return new SourceRow(
                null, null, Objects.requireNonNull(columns, "columns"), place, position, null, "", null, true);
    }

    /**
     * A row that cannot be read.
     *
     * @param raw what stands there, as it stands there; 256 KiB at most are kept
     * @param contentType what the raw bytes are, e.g. {@code text/csv}
     * @param failure UNREADABLE, with what, why and mend
     */
    public static SourceRow unreadable(
            byte[] raw, String contentType, String place, Position position, Failure failure) {
        return new SourceRow(
                null,
                null,
                null,
                place,
                position,
                Objects.requireNonNull(raw, "raw"),
                contentType,
                Objects.requireNonNull(failure, "failure"),
                false);
    }

    /** Whether the row has disappeared from its source. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Null when the row could not be read. */
    public ObjectNode columns() {
        ObjectNode known = columns;
        if (known == null && json != null) {
            known = json.read();
            columns = known;
        }
        return known;
    }

    /** The row as it came; empty when it did not come as JSON, or when somebody has looked at its columns and may have changed them. */
    public Optional<JsonRow> json() {
        return columns == null ? Optional.ofNullable(json) : Optional.empty();
    }

    /** What stands at the record key, as far as the source knows; null when it does not. */
    String key() {
        return key;
    }

    /** Roughly how much memory it takes, in bytes. */
    int size() {
        if (raw != null) {
            return raw.length;
        }
        return json == null ? RowKeys.size(columns) : TREE * json.length();
    }

    /** Where it stands, for people; empty when there is no such place. */
    public String place() {
        return place;
    }

    /** Null when the source cannot begin behind this row. */
    public Position position() {
        return position;
    }

    /** The bytes of a row that could not be read; null otherwise. */
    public byte[] raw() {
        return raw;
    }

    /** What {@link #raw} is. */
    public String contentType() {
        return contentType;
    }

    /** Why it could not be read. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Shows the place only: values are personal data. */
    @Override
    public String toString() {
        return "SourceRow[" + place + "]";
    }
}
