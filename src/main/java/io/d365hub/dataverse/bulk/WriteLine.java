package io.d365hub.dataverse.bulk;

/**
 * Writes that keep their order although they may be of different rows, e.g. what messages of one source record become.
 * Once one of them has failed, nothing behind it is sent any more, not even what is handed over later: it ends as
 * {@code withdrawn}. Used for a while, then replaced by a new one.
 */
public final class WriteLine {

    /** Guarded by the lock of the {@link GroupCommit}. */
    private boolean broken;

    boolean isBroken() {
        return broken;
    }

    void breakOff() {
        broken = true;
    }

    /**
     * The next place in the line.
     *
     * @param line null for a write that stands in none
     * @param inLine called on the caller's thread when the write stands in line: whatever is handed over from now on is
     *     written later
     */
    public record Place(WriteLine line, Runnable inLine) {

        /** In no line. */
        public static final Place NONE = new Place(null, () -> {});
    }
}
