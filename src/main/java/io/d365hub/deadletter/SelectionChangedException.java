package io.d365hub.deadletter;

/** Other letters are meant than the operator was shown: some have come or gone since. Nothing was done. */
public final class SelectionChangedException extends RuntimeException {

    private final long expected;
    private final long found;

    public SelectionChangedException(long expected, long found) {
        super("It was to be " + expected + " letters, and now it is " + found + ".");
        this.expected = expected;
        this.found = found;
    }

    public long expected() {
        return expected;
    }

    public long found() {
        return found;
    }
}
