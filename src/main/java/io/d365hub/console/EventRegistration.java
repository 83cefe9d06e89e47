package io.d365hub.console;

import java.time.Duration;
import java.util.Map;

/** What operators do about the events of Dataverse. Implementations block, and are thread-safe. */
public interface EventRegistration {

    /**
     * Registers what the routes that run want to hear.
     *
     * @param dryRun whether it is only told what would be done
     * @param newSecret whether the secret is set again
     * @return {@code actions}, each with verb, what, name and detail
     */
    Map<String, Object> register(boolean dryRun, boolean newSecret);

    /** Takes away what the hub has registered. */
    Map<String, Object> unregister(boolean dryRun);

    /**
     * Fetches the events that Dataverse has given up.
     *
     * @param back how far to look back
     * @return {@code lost}, each with job, step, row and why
     */
    Map<String, Object> reconcile(boolean dryRun, Duration back);
}
