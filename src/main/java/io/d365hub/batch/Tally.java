package io.d365hub.batch;

/** Counts that grow. Used by one thread. */
final class Tally {

    private long read;
    private long mapped;
    private long written;
    private long unchanged;
    private long filtered;
    private long rejected;
    private long parked;

    void read(long rows) {
        read += rows;
    }

    void settled(RowOutcome outcome, boolean wasMapped) {
        mapped += wasMapped ? 1 : 0;
        switch (outcome) {
            case WRITTEN -> written++;
            case UNCHANGED -> unchanged++;
            case FILTERED -> filtered++;
            case REJECTED -> rejected++;
            case PARKED -> parked++;
        }
    }

    void add(RunCounts counts) {
        add(counts, 1);
    }

    void minus(RunCounts counts) {
        add(counts, -1);
    }

    private void add(RunCounts counts, int sign) {
        read += sign * counts.read();
        mapped += sign * counts.mapped();
        written += sign * counts.written();
        unchanged += sign * counts.unchanged();
        filtered += sign * counts.filtered();
        rejected += sign * counts.rejected();
        parked += sign * counts.parked();
    }

    RunCounts counts() {
        return new RunCounts(read, mapped, written, unchanged, filtered, rejected, parked);
    }
}
