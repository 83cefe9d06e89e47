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

    private final ObjectNode columns;
    private final String place;
    private final Position position;
    private final byte[] raw;
    private final String contentType;
    private final Failure failure;
    private final boolean deleted;

    private SourceRow(
            ObjectNode columns,
            String place,
            Position position,
            byte[] raw,
            String contentType,
            Failure failure,
            boolean deleted) {
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
        return new SourceRow(Objects.requireNonNull(columns, "columns"), place, position, null, "", null, false);
    }

    /** A row that has disappeared from its source: its record key among the columns, and whatever else is known of it. */
    public static SourceRow deleted(ObjectNode columns, String place, Position position) {
        return new SourceRow(Objects.requireNonNull(columns, "columns"), place, position, null, "", null, true);
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
        return columns;
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
