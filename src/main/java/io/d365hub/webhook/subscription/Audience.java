package io.d365hub.webhook.subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who wants events of which type; looked up once for each type, until somebody comes or goes. Thread-safe. */
final class Audience {

    /** Types whose takers are remembered. */
    private static final int MOST_TYPES = 1_000;

    private final Collection<Running> all;
    private final ConcurrentMap<String, List<Running>> byType = new ConcurrentHashMap<>();

    /** @param all a live view of the subscriptions */
    Audience(Collection<Running> all) {
        this.all = all;
    }

    /** Somebody has come, gone or changed. */
    void changed() {
        byType.clear();
    }

    /** The subscriptions that want events of this type, by name; those for whom nothing is kept have missed one. */
    List<Subscription> wanting(String type) {
        if (byType.size() > MOST_TYPES) {
            byType.clear();
        }
        List<Running> takers = byType.computeIfAbsent(type, wanted -> all.stream()
                .filter(one -> one.keeps() && one.subscription().wants(wanted))
                .sorted(Comparator.comparing(Running::name))
                .toList());
        List<Subscription> wanting = new ArrayList<>(takers.size());
        for (Running one : takers) {
            if (one.isFull()) {
                one.missedOne();
            } else {
                wanting.add(one.subscription());
            }
        }
        return wanting;
    }
}
