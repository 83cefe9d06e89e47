package io.d365hub.console;

import java.util.Map;

/** What the admin API shows of the hub as a whole and does to an integration. The root implements it. */
public interface IntegrationControl {

    /** What the hub does just now; the value is written as JSON. */
    Map<String, Object> status();

    /**
     * Stops taking messages of the integration, at all hubs of the database and until {@link #resume}, whatever is restarted; they go on being
     * accepted and wait.
     *
     * @param who the operator, for the audit trail
     * @param reason what the operator says why; may be empty
     */
    void suspend(String integration, String who, String reason);

    /** Goes on after {@link #suspend}, or ends a pause or suspension of the hub's own. */
    void resume(String integration, String who, String reason);

    /** Whether there is such an integration. */
    boolean exists(String integration);
}
