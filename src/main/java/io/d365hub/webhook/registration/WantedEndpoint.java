package io.d365hub.webhook.registration;

import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A service endpoint as it should be, with all that its hook's routes want to hear.
 *
 * @param name by which it is known again
 * @param target where Dataverse sends to
 * @param steps by the names of their messages and tables
 */
public record WantedEndpoint(String name, EndpointTarget target, List<WantedStep> steps) {

    /** What the routes of one hook want together. */
    public static WantedEndpoint of(String name, EndpointTarget target, Collection<Subscription> subscriptions) {
        return new WantedEndpoint(name, target, steps(name, subscriptions));
    }

    private static List<WantedStep> steps(String endpoint, Collection<Subscription> subscriptions) {
        TreeMap<String, WantedStep> steps = new TreeMap<>();
        for (Subscription subscription : subscriptions) {
            for (String message : subscription.messages()) {
                if (EventDoor.isOfAnyTable(message)) {
                    WantedStep step = WantedStep.of(endpoint, message, "", subscription);
                    steps.merge(step.name(), step, WantedStep::with);
                } else {
                    for (String table : new TreeSet<>(subscription.tables())) {
                        WantedStep step = WantedStep.of(endpoint, message, table, subscription);
                        steps.merge(step.name(), step, WantedStep::with);
                    }
                }
            }
        }
        return List.copyOf(steps.values());
    }
}
