package io.d365hub.lane;

import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * Judges the rows of {@link Run}s, in the order of their key whatever the order of their verdicts. Used by the lane's
 * thread only.
 */
final class Runs {

    private final Shift shift;
    private final KeyChains chains;
    private final Starts starts;

    Runs(Shift shift, KeyChains chains, Starts starts) {
        this.shift = shift;
        this.chains = chains;
        this.starts = starts;
    }

    /** The route is done with a row of a run. */
    void back(Row row, Verdict verdict) throws ActiveMQException {
        Run run = row.run;
        row.verdict = verdict;
        run.back();
        for (Row first = chains.first(row.key); isBack(first, run); first = chains.first(row.key)) {
            if (first.verdict.failure() != null) {
                run.end();
                if (!run.allAreBack()) {
                    return;
                }
                withdrawBehind(first, run);
            }
            Verdict its = first.verdict;
            first.leaveRun();
            shift.judge(first, its);
        }
        starts.startBehind(run);
    }

    private static boolean isBack(Row first, Run run) {
        return first != null && first.run == run && first.verdict != null;
    }

    /**
     * The target left them alone because of the one before them, so they count as never started. Even one that it should
     * have written all the same: what becomes of the failed row would undo it.
     */
    private void withdrawBehind(Row failed, Run run) {
        for (Row row = failed.next; row != null && row.run == run; row = row.next) {
            row.leaveRun();
            row.attempts--;
            starts.rest(row);
        }
    }
}
