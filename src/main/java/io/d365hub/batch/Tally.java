package io.d365hub.batch;

/** Counts that grow. Used by one thread. */
final class Tally {

    private long read;
    private long mapped;
    private final long[] outcomes = new long[RowOutcome.values().length];

    void read(long rows) {
        read += rows;
    }

    void settled(RowOutcome outcome, boolean wasMapped) {
        outcomes[outcome.ordinal()]++;
        if (wasMapped) {
            mapped++;
        }
    }

    void add(RunCounts counts) {
        read += counts.read();
        mapped += counts.mapped();
        outcomes[RowOutcome.WRITTEN.ordinal()] += counts.written();
        outcomes[RowOutcome.UNCHANGED.ordinal()] += counts.unchanged();
        outcomes[RowOutcome.FILTERED.ordinal()] += counts.filtered();
        outcomes[RowOutcome.REJECTED.ordinal()] += counts.rejected();
        outcomes[RowOutcome.PARKED.ordinal()] += counts.parked();
    }

    void minus(Tally other) {
        read -= other.read;
        mapped -= other.mapped;
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] -= other.outcomes[i];
        }
    }

    RunCounts counts() {
        return new RunCounts(
                read,
                mapped,
                outcomes[RowOutcome.WRITTEN.ordinal()],
                outcomes[RowOutcome.UNCHANGED.ordinal()],
                outcomes[RowOutcome.FILTERED.ordinal()],
                outcomes[RowOutcome.REJECTED.ordinal()],
                outcomes[RowOutcome.PARKED.ordinal()]);
    }
}
