package io.d365hub;

import io.d365hub.console.AdminProblemException;
import io.d365hub.console.EventRegistration;
import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.EventRefusedException;
import io.d365hub.webhook.event.Subscription;
import io.d365hub.webhook.event.Subscriptions;
import io.d365hub.webhook.registration.Action;
import io.d365hub.webhook.registration.EndpointTarget;
import io.d365hub.webhook.registration.FailedJobs;
import io.d365hub.webhook.registration.FailedJobs.Lost;
import io.d365hub.webhook.registration.Registrar;
import io.d365hub.webhook.registration.RegistrationException;
import io.d365hub.webhook.registration.RegistrationRows;
import io.d365hub.webhook.registration.WantedEndpoint;
import io.d365hub.webhook.registration.WebhookTarget;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The hub's registration in Dataverse: one service endpoint for each hook that its routes listen to. Thread-safe. */
final class HubRegistration implements EventRegistration {

    private static final long STORE_SECONDS = 30;

    private final Settings settings;
    private final Subscriptions subscriptions;
    private final RegistrationRows rows;
    private final Supplier<EventDoor> door;
    private final Predicate<UUID> settled;
    private final Clock clock;

    HubRegistration(
            Settings settings,
            Subscriptions subscriptions,
            RegistrationRows rows,
            Supplier<EventDoor> door,
            Predicate<UUID> settled,
            Clock clock) {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.rows = rows;
        this.door = door;
        this.settled = settled;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> register(boolean dryRun, boolean newSecret) {
        return done(dryRun, newSecret, registrar -> {
            for (String endpoint : endpoints()) {
                List<Subscription> wanting = subscriptions.all().stream()
                        .filter(subscription -> subscription.endpoint().equals(endpoint))
                        .toList();
                registrar.register(WantedEndpoint.of(name(endpoint), target(wanting.get(0)), wanting));
            }
        });
    }

    private EndpointTarget target(Subscription subscription) {
        if (subscription.queue().isPresent()) {
            return BusTargets.of(settings, subscription.queue().get());
        }
        List<String> secrets = HookSettings.texts(settings);
        if (secrets.isEmpty()) {
            throw refused("hub.hook.secrets is empty.", "Set HUB_HOOK_SECRETS to a secret, and start the hub again.");
        }
        return new WebhookTarget(
                HookSettings.url(settings, subscription.hook()), settings.text("hub.hook.secret-name"), secrets.get(0));
    }

    @Override
    public Map<String, Object> unregister(boolean dryRun) {
        return done(dryRun, false, registrar -> endpoints().forEach(endpoint -> registrar.unregister(name(endpoint))));
    }

    /** Of hooks, queues and topics, by their names. */
    private Set<String> endpoints() {
        Set<String> endpoints = new TreeSet<>();
        subscriptions.all().forEach(subscription -> endpoints.add(subscription.endpoint()));
        return endpoints;
    }

    /** Where the events of an endpoint come in: several when a topic has several subscriptions. */
    private Set<String> sources(String endpoint) {
        Set<String> sources = new TreeSet<>();
        subscriptions.all().stream()
                .filter(subscription -> subscription.endpoint().equals(endpoint))
                .forEach(subscription -> sources.add(subscription.source()));
        return sources;
    }

    private String name(String endpoint) {
        return settings.text("hub.hook.endpoint-prefix") + "/" + endpoint;
    }

    private Map<String, Object> done(boolean dryRun, boolean newSecret, Consumer<Registrar> work) {
        Registrar registrar = new Registrar(rows, dryRun, newSecret);
        try {
            work.accept(registrar);
        } catch (RegistrationException e) {
            throw refused(e.getMessage(), e.mend());
        } catch (HubStartException e) {
            throw refused(e.why(), e.mend());
        } catch (AdminProblemException e) {
            throw dryRun ? e : brokenOff(e, registrar.actions());
        }
        List<Map<String, String>> actions = new ArrayList<>();
        for (Action action : registrar.actions()) {
            actions.add(Map.of(
                    "verb", action.verb(), "what", action.what(), "name", action.name(), "detail", action.detail()));
        }
        return Map.of("dryRun", dryRun, "actions", actions);
    }

    /** What there is already is not undone: the next time finds it. */
    private static AdminProblemException brokenOff(AdminProblemException cause, List<Action> actions) {
        if (actions.isEmpty()) {
            return cause;
        }
        int last = actions.size() - 1;
        String done = last == 0
                ? "Nothing was changed before it."
                : "Done before it: "
                        + actions.stream()
                                .limit(last)
                                .map(HubRegistration::shown)
                                .collect(Collectors.joining(", ")) + ".";
        return new AdminProblemException(
                cause.status(),
                "It broke off at: " + shown(actions.get(last)) + ".",
                cause.what() + " " + cause.why() + " " + done,
                cause.mend() + " Then do it again: it goes on with what is missing.");
    }

    private static String shown(Action action) {
        return action.verb() + " " + action.what() + " " + action.name();
    }

    @Override
    public Map<String, Object> reconcile(boolean dryRun, Duration back) {
        Instant since = clock.instant().minus(back);
        List<Map<String, String>> told = new ArrayList<>();
        for (String endpoint : endpoints()) {
            for (Lost lost : new FailedJobs(rows).since(since, name(endpoint))) {
                String outcome = dryRun
                        ? "lost"
                        : sources(endpoint).stream()
                                .map(source -> fetch(source, lost))
                                .distinct()
                                .collect(Collectors.joining(", "));
                told.add(Map.of(
                        "job", lost.job(),
                        "step", lost.step(),
                        "row", lost.row(),
                        "why", lost.why(),
                        "completedOn", lost.completedOn(),
                        "outcome", outcome));
            }
        }
        return Map.of("dryRun", dryRun, "lost", told);
    }

    /** Stores the event as if Dataverse had posted it, cut; its route reads the row. */
    private String fetch(String hook, Lost lost) {
        if (!lost.namesRow()) {
            return "not fetched: the job names no row";
        }
        try {
            EventDoor.Parcel parcel = door.get()
                    .open(hook, header -> null, lost.context().toString().getBytes(StandardCharsets.UTF_8));
            if (parcel.messages().isEmpty()) {
                return "not wanted: no route wants this message of table " + lost.table();
            }
            EventDoor.Parcel missing = new EventDoor.Parcel(parcel.messages().stream()
                    .filter(message -> !settled.test(message.id()))
                    .toList());
            if (missing.messages().isEmpty()) {
                return "fetched before";
            }
            return door.get()
                    .store(missing)
                    .toCompletableFuture()
                    .get(STORE_SECONDS, TimeUnit.SECONDS)
                    .name()
                    .toLowerCase(java.util.Locale.ROOT);
        } catch (EventRefusedException e) {
            return "not wanted: " + e.getMessage();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return "not stored";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not stored";
        }
    }

    private static AdminProblemException refused(String why, String mend) {
        return new AdminProblemException(409, "The events were not registered.", why, mend);
    }
}
