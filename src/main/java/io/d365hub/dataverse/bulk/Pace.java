package io.d365hub.dataverse.bulk;

/**
 * How large the requests of a group should be and how many of them should be out at once. Few large ones are best as long
 * as a request costs more than its rows; where rows are what takes the time, e.g. because of slow plug-ins, more and
 * smaller ones. Guarded by the lock of its {@link GroupCommit}.
 */
final class Pace {

    /** Rows of a batch that takes the place of a bulk message which has failed. */
    private static final int CAREFUL_ROWS = 100;

    /** A smaller batch costs more than it spares. */
    private static final int SMALLEST_PIECE = 10;

    private final GroupCommitSettings settings;
    private final BatchSize size;
    private final CallCost cost;

    Pace(GroupCommitSettings settings) {
        this.settings = settings;
        this.size = new BatchSize(settings.targetCallTime().toMillis(), settings.mostRows());
        this.cost = new CallCost(settings.mostRows());
    }

    int rows() {
        return size.rows();
    }

    int carefulRows() {
        return Math.min(CAREFUL_ROWS, size.rows());
    }

    /** Calls that should be out at once for so many rows, waiting and under way. */
    int parallel(int rows) {
        int rowsOfCall = Math.max(1, Math.min(size.rows(), cost.efficientRows()));
        int useful = (rows + rowsOfCall - 1) / rowsOfCall;
        return Math.max(settings.fewCalls(), Math.min(settings.mostCalls(), useful));
    }

    /** How many rows one of these calls should carry, so that all of them carry about the same. */
    int share(int rows, int most) {
        int parallel = parallel(rows);
        return Math.max(1, Math.min(most, (rows + parallel - 1) / parallel));
    }

    /** How many of the rows of a failed message should try it again together. */
    int piece(int rows) {
        return Math.min(carefulRows(), Math.max(SMALLEST_PIECE, share(rows, rows())));
    }

    void took(int rows, long nanos) {
        double millis = nanos / 1e6;
        size.took(rows, millis);
        cost.took(rows, millis, settings.mostRows());
    }

    void tooMuch(int rows) {
        size.tooMuch(rows);
    }
}
