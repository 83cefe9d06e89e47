package io.d365hub;

import io.d365hub.database.Members;
import io.d365hub.database.Members.Member;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process in the list of live ones and remembers the others as it saw them last, so that lanes can ask without
 * waiting for the database. While the database does not answer, the last list stays. Thread-safe.
 */
final class MemberHeartbeat implements io.d365hub.lane.Members {

    private static final Logger LOG = LoggerFactory.getLogger(MemberHeartbeat.class);

    private final Members members;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<String> live;
    private volatile boolean told;

    MemberHeartbeat(Members members) {
        this.members = members;
        this.live = List.of(members.self().id().toString());
    }

    /** To be called every {@link Members#HEARTBEAT}. */
    void beat() {
        try {
            members.heartbeat();
            List<String> now = members.live().stream()
                    .map(Member::id)
                    .map(Object::toString)
                    .toList();
            told = false;
            if (!now.equals(live)) {
                live = now;
                listeners.forEach(Runnable::run);
            }
        } catch (RuntimeException e) {
            if (!told) {
                told = true;
                LOG.warn(
                        "The list of hub processes cannot be read: {}. Partitions stay where they are.",
                        e.getMessage());
            }
        }
    }

    /** Leaves the list; the others take over at once. */
    void leave() {
        try {
            members.leave();
        } catch (RuntimeException e) {
            LOG.info("This process stays in the list of hub processes until its time is up: {}", e.getMessage());
        }
    }

    @Override
    public String self() {
        return members.self().id().toString();
    }

    @Override
    public List<String> live() {
        return live;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
