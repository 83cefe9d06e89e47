package io.d365hub.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;

/** The run that a row belongs to. Thread-safe. */
public interface RunContext {

    /** Exchange property: the run; missing for rows that come through the integration's lane (retries, replays). */
    String PROPERTY = "HubBatchRun";

    /** Header: the run's id. */
    String ID = "HubBatchRunId";

    UUID id();

    BatchDefinition batch();

    RunRequest request();

    /** Whether the run reads all that the source has: a row that it does not meet has disappeared. */
    boolean isFullListing();

    /** When the run was first started, also after it was resumed. */
    Instant startedAt();

    /**
     * Adds the participant of this name, unless it is there. The first call begins it, others wait for that. Called before
     * the caller's own row is written, on the row's thread.
     */
    <P extends RunParticipant> P join(String name, Class<P> type, java.util.function.Supplier<P> participant);

    /** The run of an exchange; empty for one that comes through a lane, or through another endpoint. */
    static Optional<RunContext> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RunContext.class));
    }
}
