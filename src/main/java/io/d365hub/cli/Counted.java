package io.d365hub.cli;

/** Numbers with what they count. */
final class Counted {

    private Counted() {}

    /** {@code 1 letter}, {@code 2 letters}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
