package io.d365hub.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * The careful phase in one lane: runs its suspects, and what is before them in their chains, with nothing else under way
 * in the process; buries those that are convicted. Used by the lane's thread only.
 */
final class OneByOne {

    private final Ward ward;
    private final KeyChains chains;
    private final Starts starts;
    private final Judge judge;
    private final Parking parking;

    /** Rows that survived since the last commit. */
    private final List<Row> tried = new ArrayList<>();

    OneByOne(Ward ward, KeyChains chains, Starts starts, Judge judge, Parking parking) {
        this.ward = ward;
        this.chains = chains;
        this.starts = starts;
        this.judge = judge;
        this.parking = parking;
    }

    /** The row had a verdict. */
    void survived(Row row) {
        if (!ward.isEmpty()) {
            tried.add(row);
        }
    }

    /**
     * After a commit, which has cleared the slots of what it settled: the next suspect must be alone in the recorder.
     * True when there is something to commit again.
     */
    boolean afterCommit(boolean owner) throws ActiveMQException {
        tried.forEach(ward::resolved);
        tried.clear();
        if (ward.isEmpty() || starts.underWay() > 0) {
            return false;
        }
        Row suspect = ward.next();
        if (suspect == null) {
            fetchParked(owner);
            return false;
        }
        Row first = chains.first(suspect.key);
        if (first == suspect && ward.convicted(suspect)) {
            starts.takeOut(suspect);
            suspect.attempts = 1 + Suspects.DEATHS_TO_CONVICT;
            judge.settlementOf(suspect).afterCommit(() -> ward.resolved(suspect));
            judge.bury(suspect, Quarantine.FAILURE);
            return true;
        }
        if (first != null) {
            starts.startAlone(first);
        }
        return false;
    }

    private void fetchParked(boolean owner) throws ActiveMQException {
        Set<UUID> keys = ward.keysToFetch();
        if (owner && !keys.isEmpty()) {
            parking.passNow(keys);
        }
    }
}
