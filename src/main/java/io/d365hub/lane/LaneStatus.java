package io.d365hub.lane;

import io.d365hub.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an integration stands in this process.
 *
 * @param integration its name
 * @param state see {@link State}
 * @param until when a pause ends, or when a suspended integration tries its next message
 * @param why why it is paused or suspended
 * @param partitions one entry for each partition
 */
public record LaneStatus(
        String integration,
        State state,
        Optional<Instant> until,
        Optional<Failure> why,
        List<PartitionStatus> partitions) {

    public LaneStatus {
        partitions = List.copyOf(partitions);
    }

    /** Whether an integration works. */
    public enum State {
        RUNNING,
        /** The target asked to be left alone, or cannot be reached; goes on by itself. */
        PAUSED,
        /** Something is set up wrongly; tries one message now and then. */
        SUSPENDED
    }

    /**
     * How one partition stands.
     *
     * @param partition its number, from 0
     * @param connected whether the lane has a session with the broker
     * @param owner whether this process owns the partition
     * @param started exchanges that are under way
     * @param waiting messages that the lane holds and has not started
     * @param parked messages in the park queue; known to the owner only
     * @param heldKeys record keys whose later messages are parked; known to the owner only
     * @param oldest when the oldest message that the lane holds was accepted
     */
    public record PartitionStatus(
            int partition,
            boolean connected,
            boolean owner,
            int started,
            int waiting,
            long parked,
            int heldKeys,
            Optional<Instant> oldest) {}

    /** Exchanges that are under way in all partitions. */
    public int started() {
        return partitions.stream().mapToInt(PartitionStatus::started).sum();
    }

    /** Parked messages of all partitions that this process owns. */
    public long parked() {
        return partitions.stream().mapToLong(PartitionStatus::parked).sum();
    }
}
