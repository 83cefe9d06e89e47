package io.d365hub.batch.file.format;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;

/** The sentences about single records that could not be read. They hold no values of the record. */
final class Unreadable {

    private static final String MEND = "Have the record mended where it comes from and deliver it again in a new file.";

    private Unreadable() {}

    static Failure record(String code, FileFormat format, long place, FileContent content, String why) {
        return Failure.of(FailureKind.UNREADABLE, code, what(format, place, content), why, MEND);
    }

    static Failure tooLong(FileFormat format, long place, FileContent content, int limit) {
        return Failure.of(
                FailureKind.UNREADABLE,
                "record-too-long",
                what(format, place, content),
                "It is longer than " + limit + " characters.",
                "Have it mended where it comes from, or raise recordLimit when records are meant to be so long.");
    }

    private static String what(FileFormat format, long place, FileContent content) {
        String unit =
                Character.toUpperCase(format.unit().charAt(0)) + format.unit().substring(1);
        return unit + " " + place + " of " + content.name() + " was not read.";
    }
}
