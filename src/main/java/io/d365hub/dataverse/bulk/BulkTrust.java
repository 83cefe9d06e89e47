package io.d365hub.dataverse.bulk;

/**
 * Whether bulk messages are worth trying for a table and operation. A failed one has been carried out for nothing, so
 * above one in ten small batches take their place until enough of them were clean. Guarded by the lock of its
 * {@link GroupCommit}.
 */
final class BulkTrust {

    private static final int WINDOW = 20;
    private static final int MOST_FAILED = WINDOW / 10;
    private static final int CLEAN_BATCHES = 10;

    private int lastResults;
    private boolean supported = true;
    private boolean distrusted;
    private int clean;

    /** Whether rows may travel in bulk messages. */
    boolean allowed() {
        return supported && !distrusted;
    }

    /** Whether the service has the message at all for this table. */
    boolean supported() {
        return supported;
    }

    void unsupported() {
        supported = false;
    }

    void bulk(boolean failed) {
        lastResults = (lastResults << 1 | (failed ? 1 : 0)) & (1 << WINDOW) - 1;
        if (Integer.bitCount(lastResults) > MOST_FAILED) {
            distrusted = true;
            clean = 0;
        }
    }

    void batch(boolean allDone) {
        clean = allDone ? clean + 1 : 0;
        if (distrusted && clean >= CLEAN_BATCHES) {
            distrusted = false;
            lastResults = 0;
        }
    }
}
