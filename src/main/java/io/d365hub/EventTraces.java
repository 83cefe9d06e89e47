package io.d365hub;

import io.d365hub.access.User;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerEntry;
import io.d365hub.webhook.subscription.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What became of an event that webhooks were called for: it is a message of its own for each subscription. */
final class EventTraces {

    private final Ledger ledger;
    private final Supplier<Collection<String>> subscriptions;

    /** @param subscriptions names of the subscriptions to webhooks */
    EventTraces(Ledger ledger, Supplier<Collection<String>> subscriptions) {
        this.ledger = ledger;
        this.subscriptions = subscriptions;
    }

    /**
     * Each subscription that has had a verdict of the event and is open to the person; empty when there is none.
     *
     * @param id by which receivers know it ({@code webhook-id})
     */
    Optional<Map<String, Object>> find(String id, User user) {
        List<Map<String, Object>> deliveries = subscriptions.get().stream()
                .filter(name -> user.maySee(Subscription.integration(name)))
                .sorted()
                .flatMap(name ->
                        ledger.find(Subscription.message(name, id)).map(entry -> delivery(name, entry)).stream())
                .toList();
        return deliveries.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of(
                        "event",
                        id,
                        "deliveries",
                        deliveries,
                        "detail",
                        "Subscriptions that are not named have not had it yet, or do not want it."));
    }

    private static Map<String, Object> delivery(String subscription, LedgerEntry entry) {
        return Map.of(
                "subscription", subscription,
                "message", entry.id(),
                "state", entry.state(),
                "since", entry.changedAt());
    }
}
