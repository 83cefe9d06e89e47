package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.lane.LaneRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which integrations operators have suspended. Kept in the database: it holds for every hub that shares it, and beyond a restart, until
 * somebody resumes them. Thread-safe.
 */
final class IntegrationSuspensions {

    /** How soon this hub does what another one was told. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(IntegrationSuspensions.class);

    private final HubDatabase database;
    private final InstantSource clock;
    private final AuditTrail audit;
    private final LaneRuntime lanes;
    private boolean told;

    IntegrationSuspensions(HubDatabase database, InstantSource clock, AuditTrail audit, LaneRuntime lanes) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.lanes = lanes;
    }

    /** Before the routes start: those that are suspended do not begin to work. */
    synchronized void beforeRoutes() {
        Set<String> stored = stored();
        lanes.keepSuspended(stored);
        stored.forEach(integration -> LOG.info(
                "Integration '{}' stays suspended, as an operator said. './hub integrations resume {}' lets it go on.",
                integration,
                integration));
    }

    /** Returns when what was started here is settled; other hubs follow within a second. */
    void suspend(String integration, AuditEntry entry) {
        synchronized (this) {
            database.inTransaction(handle -> {
                handle.execute(
                        "insert into integration_suspension (integration, suspended_at) values (?, ?)"
                                + " on conflict do nothing",
                        integration,
                        clock.millis());
                return audit.append(handle, entry);
            });
            lanes.keepSuspended(Set.of(integration));
        }
        // Without the lock, because calls under way may take their time.
        lanes.suspend(integration);
    }

    /** Harmless for one that is not suspended. */
    synchronized void resume(String integration, AuditEntry entry) {
        database.inTransaction(handle -> {
            delete(handle, integration);
            return audit.append(handle, entry);
        });
        lanes.resume(integration);
    }

    /** There is no such integration any more. */
    synchronized void forget(String integration) {
        database.jdbi().useHandle(handle -> delete(handle, integration));
        lanes.resume(integration);
    }

    private static void delete(Handle handle, String integration) {
        handle.execute("delete from integration_suspension where integration = ?", integration);
    }

    /** Does what other hubs were told. While the database is away, everything stays as it is. */
    void look() {
        try {
            follow();
            told = false;
        } catch (RuntimeException e) {
            if (!told) {
                told = true;
                LOG.warn(
                        "Which integrations are suspended cannot be read; all stay as they are, and this is tried again all"
                                + " the time. {}",
                        e.toString());
            }
        }
    }

    private void follow() {
        Set<String> added = new TreeSet<>();
        synchronized (this) {
            Set<String> stored = stored();
            Set<String> known = lanes.suspended();
            known.stream().filter(integration -> !stored.contains(integration)).forEach(lanes::resume);
            stored.stream().filter(integration -> !known.contains(integration)).forEach(added::add);
            lanes.keepSuspended(added);
        }
        added.forEach(lanes::suspend);
    }

    private Set<String> stored() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select integration from integration_suspension")
                .mapTo(String.class)
                .set());
    }
}
