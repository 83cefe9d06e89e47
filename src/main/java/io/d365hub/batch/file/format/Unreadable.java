package io.d365hub.batch.file.format;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;

/** The sentences about single records that could not be read. They hold no values of the record. */
final class Unreadable {

    /** Where it stands is told beside it. */
    private static final String WHAT = "The row was not read.";

    private static final String MEND = "Have the row mended where it comes from and deliver it again in a new file.";

    private Unreadable() {}

    static Failure record(String code, String why) {
        return Failure.of(FailureKind.UNREADABLE, code, WHAT, why, MEND);
    }

    static Failure tooLong(int limit) {
        return Failure.of(
                FailureKind.UNREADABLE,
                "record-too-long",
                WHAT,
                "It is longer than " + limit + " characters.",
                "Have it mended where it comes from, or raise recordLimit when records are meant to be so long.");
    }
}
