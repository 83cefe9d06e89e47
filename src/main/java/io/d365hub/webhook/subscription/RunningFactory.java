package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.SigningKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of what the database holds what this process works with. Thread-safe. */
final class RunningFactory {

    private static final Logger LOG = LoggerFactory.getLogger(RunningFactory.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Receivers receivers;
    private final SecretSeal seal;
    private final Function<String, Optional<SigningKeys>> fixedKeys;
    private final CallListener listener;
    private final Clock clock;
    /** What cannot be read, by name: each revision is told once. */
    private final Map<String, Unreadable> unreadable = new ConcurrentHashMap<>();

    private record Unreadable(long revision, String why) {}

    /**
     * @param fixedKeys secrets that the settings give a subscription, by its name; they come before those of the database
     * @param listener hears of each call
     */
    RunningFactory(
            Receivers receivers,
            SecretSeal seal,
            Function<String, Optional<SigningKeys>> fixedKeys,
            CallListener listener,
            Clock clock) {
        this.receivers = receivers;
        this.seal = seal;
        this.fixedKeys = fixedKeys;
        this.listener = listener;
        this.clock = clock;
    }

    /** Empty when it cannot be read; the log says why. */
    Optional<Running> read(StoredSubscription stored) {
        Subscription subscription;
        try {
            subscription = SubscriptionReader.read(JSON.readTree(stored.definition()), stored.name());
        } catch (JsonProcessingException e) {
            tell(stored, e.getOriginalMessage() + ".");
            return Optional.empty();
        } catch (InvalidSubscriptionException e) {
            tell(stored, e.getMessage());
            return Optional.empty();
        }
        unreadable.remove(stored.name());
        try {
            return Optional.of(new Running(
                    stored,
                    subscription,
                    new Delivery(target(subscription, stored), listener),
                    "",
                    changeOfKeys(stored)));
        } catch (RuntimeException e) {
            LOG.warn("Webhook subscription '{}' is not delivered to. {}", stored.name(), e.getMessage());
            return Optional.of(new Running(stored, subscription, null, e.getMessage(), Optional.empty()));
        }
    }

    private void tell(StoredSubscription stored, String mistake) {
        String why = "It cannot be read and takes no events. " + mistake;
        Unreadable before = unreadable.put(stored.name(), new Unreadable(stored.revision(), why));
        if (before == null || before.revision() != stored.revision()) {
            LOG.warn(
                    "Webhook subscription '{}': {} Correct it through the admin API or in its file;"
                            + " docs/patterns/webhook-out.md lists the members.",
                    stored.name(),
                    why);
        }
    }

    /** Whether this revision was read before in vain. */
    boolean isUnreadable(String name, long revision) {
        Unreadable known = unreadable.get(name);
        return known != null && known.revision() == revision;
    }

    /** Why its newest revision cannot be read; empty when it can. */
    String whyUnreadable(String name) {
        Unreadable known = unreadable.get(name);
        return known == null ? "" : known.why();
    }

    Delivery.Target target(Subscription subscription, StoredSubscription stored) {
        return new Delivery.Target(
                subscription, new EventShape(subscription), receivers.of(subscription, keys(stored)));
    }

    private SigningKeys keys(StoredSubscription stored) {
        return fixedKeys.apply(stored.name()).orElseGet(() -> Secrets.open(stored.secrets(), seal, stored.name())
                .active(clock.instant()));
    }

    Optional<Instant> changeOfKeys(StoredSubscription stored) {
        return fixedKeys.apply(stored.name()).isPresent()
                ? Optional.empty()
                : Secrets.open(stored.secrets(), seal, stored.name()).changesAfter(clock.instant());
    }

    /**
     * For a call outside of the queue: the receiver as it is set up now.
     *
     * @throws InvalidSubscriptionException when it cannot be called
     */
    Receiver receiver(StoredSubscription stored) {
        return read(stored)
                .filter(one -> one.broken().isEmpty())
                .map(one -> target(one.subscription(), stored).receiver())
                .orElseThrow(() -> new InvalidSubscriptionException(
                        List.of("Subscription '" + stored.name() + "' cannot be called as it is set up.")));
    }

    /** Checks what only this hub knows, such as names of credentials. */
    void check(Subscription subscription) {
        receivers.of(subscription, SigningKeys.NONE);
    }
}
