package io.d365hub.webhook.subscription;

import java.time.Instant;
import java.util.Optional;

/**
 * A subscription as the database has it.
 *
 * @param definition JSON, see {@link SubscriptionReader}
 * @param declaredIn file that declares it; empty when it was made through the admin API
 * @param secrets sealed, see {@link Secrets}
 * @param because why it is not enabled; empty when it is
 * @param failingSince first failure after the last success; empty when the last call succeeded
 * @param missed events that were not kept for it
 * @param revision grows with every change that the hub's processes must notice
 */
public record StoredSubscription(
        String name,
        String definition,
        String declaredIn,
        String secrets,
        SubscriptionState state,
        String because,
        Optional<Instant> failingSince,
        long missed,
        long revision) {

    /** Begins what is said of one whose file is gone. */
    static final String LOST = "The file that declared it is gone: ";

    /** Whether a file declares it now, so that nothing else may change what it wants. */
    public boolean isDeclared() {
        return !declaredIn.isEmpty() && !because.startsWith(LOST);
    }

    /** Says which one it is and no secret. */
    @Override
    public String toString() {
        return "StoredSubscription[" + name + " " + state + "]";
    }
}
