package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import java.util.Objects;

/**
 * One record of a file: either a row, or what stands there instead of one.
 *
 * @param number the record's number in the file, from 1, readable or not
 * @param place where it stands, in the unit of its format ({@link FileFormat#unit}): line, record or row
 * @param row the record's columns; null when it could not be read
 * @param raw the record as it was written, shortened; empty for a readable one
 * @param failure why it could not be read; null for a readable one
 */
public record FileRecord(long number, long place, ObjectNode row, String raw, Failure failure) {

    /** Longest part of an unreadable record that is kept for people to look at, characters. */
    public static final int LONGEST_RAW = 4_000;

    private static final String CUT = " ...";

    static FileRecord of(long number, long place, ObjectNode row) {
        return new FileRecord(number, place, Objects.requireNonNull(row, "row"), "", null);
    }

    static FileRecord unreadable(long number, long place, String raw, Failure failure) {
        String kept = raw.length() <= LONGEST_RAW ? raw : raw.substring(0, LONGEST_RAW) + CUT;
        return new FileRecord(number, place, null, kept, Objects.requireNonNull(failure, "failure"));
    }

    /** Whether there is a row. */
    public boolean isReadable() {
        return row != null;
    }
}
