package io.d365hub.webhook.event;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the routes that run want to hear. Routes register themselves; the door asks. Thread-safe. */
public final class Subscriptions {

    private final ConcurrentMap<String, Subscription> byIntegration = new ConcurrentHashMap<>();

    /** Integrations whose routes have stopped and are awaited again; null while none is being replaced. */
    private volatile Set<String> removedMeanwhile;

    void add(Subscription subscription) {
        Set<String> kept = removedMeanwhile;
        if (kept != null) {
            kept.remove(subscription.integration());
        }
        byIntegration.put(subscription.integration(), subscription);
    }

    void remove(String integration) {
        Set<String> kept = removedMeanwhile;
        if (kept != null) {
            kept.add(integration);
        } else {
            byIntegration.remove(integration);
        }
    }

    /** From now on subscriptions stay when their routes stop, because they will start anew. */
    public void keep() {
        removedMeanwhile = ConcurrentHashMap.newKeySet();
    }

    /** Ends {@link #keep}: those are forgotten whose routes have not started anew. */
    public void forgetWithoutRoute() {
        Set<String> gone = removedMeanwhile;
        removedMeanwhile = null;
        gone.forEach(byIntegration::remove);
    }

    /** All of them. */
    public Collection<Subscription> all() {
        return List.copyOf(byIntegration.values());
    }

    boolean hasHook(String hook) {
        for (Subscription subscription : byIntegration.values()) {
            if (subscription.source().equals(hook)) {
                return true;
            }
        }
        return false;
    }

    /** Those that listen to a queue, in the order of their names. */
    List<Subscription> listening(String queue) {
        return byIntegration.values().stream()
                .filter(subscription -> subscription.source().equals(queue))
                .sorted(java.util.Comparator.comparing(Subscription::integration))
                .toList();
    }

    /** Those that want an event, in the order of their names. */
    List<Subscription> wanting(String hook, EventHead head) {
        return byIntegration.values().stream()
                .filter(subscription -> subscription.source().equals(hook) && subscription.wants(head))
                .sorted(java.util.Comparator.comparing(Subscription::integration))
                .toList();
    }
}
