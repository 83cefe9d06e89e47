package io.d365hub.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of one integration, from the start of its route to its stop. Thread-safe. */
final class IntegrationLanes implements LaneControl {

    private static final Logger LOG = LoggerFactory.getLogger(IntegrationLanes.class);

    /** For the lane that has just been told to abandon its calls. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final LaneContext context;
    private final List<Lane> lanes = new ArrayList<>();
    /** 0 while nobody has told them to drain. */
    private final AtomicLong drainsUntil = new AtomicLong();

    IntegrationLanes(LaneContext context) {
        this.context = context;
        for (int partition = 0; partition < context.integration().partitions(); partition++) {
            Lane lane = new Lane(context, partition);
            lanes.add(lane);
            context.gate().add(lane);
        }
    }

    void ownershipChanged() {
        lanes.forEach(Lane::ownershipChanged);
    }

    /** @param predecessors the lanes that the integration had before, none when there were none */
    void start(List<Thread> predecessors) {
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).start(i < predecessors.size() ? predecessors.get(i) : null);
        }
    }

    /** Takes no more; what is started may finish until the drain limit. Harmless when it was told before. */
    void drain() {
        if (drainsUntil.compareAndSet(
                0,
                System.nanoTime() + context.settings().drainLimit().plus(MARGIN).toNanos())) {
            lanes.forEach(Lane::stop);
        }
    }

    /**
     * Returns when all lanes have let go of their partitions; not later than the drain limit and a margin after {@link #drain}.
     *
     * @return the lanes that had to give up calls under way, by name
     */
    List<String> stop() {
        drain();
        try {
            for (Lane lane : lanes) {
                Duration left = Duration.ofNanos(Math.max(0, drainsUntil.get() - System.nanoTime()));
                if (!lane.awaitStop(left)) {
                    LOG.warn("Lane {} has not let go of its partition in time.", lane.name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.connection().close();
        return lanes.stream().filter(Lane::hasGivenUpCalls).map(Lane::name).toList();
    }

    List<Thread> threads() {
        return lanes.stream().map(Lane::thread).toList();
    }

    @Override
    public LaneStatus status() {
        return context.gate().status(lanes.stream().map(Lane::status).toList());
    }

    @Override
    public boolean holds(UUID message) {
        return lanes.stream().anyMatch(lane -> lane.holds(message));
    }

    @Override
    public void resume() {
        context.gate().resume();
    }
}
