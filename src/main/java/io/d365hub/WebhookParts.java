package io.d365hub;

import io.d365hub.access.SealKey;
import io.d365hub.connection.Credentials;
import io.d365hub.database.HubDatabase;
import io.d365hub.privacy.Masking;
import io.d365hub.throttle.Alarm;
import io.d365hub.webhook.delivery.AddressPolicy;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.SigningKeys;
import io.d365hub.webhook.delivery.WebhookClient;
import io.d365hub.webhook.publish.WebhookPublishComponent;
import io.d365hub.webhook.subscription.AttemptLog;
import io.d365hub.webhook.subscription.AttemptTable;
import io.d365hub.webhook.subscription.DeclarationMistake;
import io.d365hub.webhook.subscription.DeclaredSubscriptions;
import io.d365hub.webhook.subscription.DeliveryLanes;
import io.d365hub.webhook.subscription.EventStore;
import io.d365hub.webhook.subscription.Publisher;
import io.d365hub.webhook.subscription.Receivers;
import io.d365hub.webhook.subscription.RunningSubscriptions;
import io.d365hub.webhook.subscription.SecretSeal;
import io.d365hub.webhook.subscription.SubscriptionTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Joins the subscriptions to webhooks with queues, lanes, database and settings. */
final class WebhookParts implements AutoCloseable {

    /** Of subscriptions that share a host; each has a limit of its own. */
    private static final int CALLS_PER_HOST = 1_000;
    /** A thousand receivers that hang must leave room for those that do not. */
    private static final int CALLS = 4_000;

    private final Settings settings;
    private final RouteEngine engine;
    private final Map<String, SigningKeys> keys;
    private final Clock clock;
    private WebhookClient client;
    private SubscriptionTable table;
    private AttemptTable attempts;
    private AttemptLog attemptLog;
    private AttemptLog.PublicAnswers answers;
    private SecretSeal seal;
    private Receiver.Surroundings surroundings;
    private RunningSubscriptions subscriptions;
    private Publisher publisher;

    private WebhookParts(Settings settings, RouteEngine engine, Map<String, SigningKeys> keys, Clock clock) {
        this.settings = settings;
        this.engine = engine;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Makes {@code webhook-delivery:} and {@code webhook-publish:} known to routes; nothing is connected.
     *
     * @param made secrets of receivers that the settings say nothing of
     * @throws HubStartException when a setting is wrong
     */
    static WebhookParts bind(Settings settings, RouteEngine engine, Map<String, String> made, Clock clock) {
        Map<String, SigningKeys> keys = WebhookReceivers.keys(settings, made);
        WebhookReceivers.bind(settings, engine, keys);
        WebhookParts parts = new WebhookParts(settings, engine, keys, clock);
        WebhookPublishComponent component = new WebhookPublishComponent();
        component.setPublisher(() -> parts.publisher);
        engine.bind("webhook-publish", component);
        return parts;
    }

    /**
     * Reads what is declared and what is stored; events can be published from now on.
     *
     * @throws HubStartException when a declaration is wrong
     */
    void open(HubDatabase database, DeliveryLanes lanes, EventStore store, MeterRegistry meters) {
        SecureRandom random = new SecureRandom();
        table = new SubscriptionTable(database);
        attempts = new AttemptTable(database);
        answers = publicAnswers(ConsoleParts.masking(settings));
        attemptLog =
                new AttemptLog(attempts, clock, Duration.ofDays(settings.number("hub.webhook.attempt-days")), answers);
        seal = seal(random);
        declared().saveTo(table, seal, random);
        subscriptions = new RunningSubscriptions(new RunningSubscriptions.Parts(
                table,
                lanes,
                receivers(random),
                attemptLog,
                seal,
                this::fixedKeys,
                settings.number("hub.webhook.queue-limit"),
                disabled -> DisabledNotice.publish(disabled, publisher),
                (subscription, event, attempt) -> meters.counter(
                                "hub.webhook.calls",
                                "subscription",
                                subscription.name(),
                                "outcome",
                                attempt.outcome().name().toLowerCase(Locale.ROOT))
                        .increment(),
                clock));
        publisher = new Publisher(subscriptions, store, clock);
        subscriptions.open();
    }

    private static AttemptLog.PublicAnswers publicAnswers(Masking masking) {
        return (event, answer) ->
                answer.isEmpty() ? "" : masking.answer(answer, masking.body(event.data(), event.contentType(), false));
    }

    /** What everybody may see of receivers' answers. */
    AttemptLog.PublicAnswers answers() {
        return answers;
    }

    private SecretSeal seal(SecureRandom random) {
        if (settings.isSet("hub.webhook.secrets-key")) {
            return new SecretSeal(settings.text("hub.webhook.secrets-key"));
        }
        try {
            return new SecretSeal(SealKey.in(settings.path("hub.data"), random));
        } catch (IOException | IllegalStateException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "The key of its signing secrets cannot be read. " + e.getMessage(),
                    "See to it that this user can read and write the data folder " + settings.text("hub.data")
                            + ", or set HUB_WEBHOOK_SECRETS_KEY.",
                    e);
        }
    }

    private DeclaredSubscriptions declared() {
        DeclaredSubscriptions declared = readDeclared();
        if (!declared.mistakes().isEmpty()) {
            throw new HubStartException(
                    "The hub was not started.",
                    "A subscription to webhooks is wrong. "
                            + declared.mistakes().stream()
                                    .map(DeclarationMistake::toString)
                                    .collect(Collectors.joining(" ")),
                    "Mend it and start again; docs/patterns/webhook-out.md lists the members.");
        }
        return declared;
    }

    private DeclaredSubscriptions readDeclared() {
        return DeclaredSubscriptions.read(
                settings.path("hub.webhook.folder"), text -> engine.context().resolvePropertyPlaceholders(text));
    }

    /** Takes changed files over, as far as they are right; tells what is wrong in the others. */
    List<DeclarationMistake> reload() {
        DeclaredSubscriptions declared = readDeclared();
        declared.saveTo(table, seal, new SecureRandom());
        subscriptions.changed();
        return declared.mistakes();
    }

    private Receivers receivers(SecureRandom random) {
        try {
            client = new WebhookClient(
                    AddressPolicy.allowing(WebhookReceivers.allowed(settings)),
                    CALLS_PER_HOST,
                    CALLS,
                    SSLContext.getDefault());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot speak TLS", e);
        }
        surroundings = new Receiver.Surroundings(client, clock, System::nanoTime, Alarm.SYSTEM, random);
        return new Receivers(surroundings, WebhookReceivers.httpsOnly(settings), name -> {
            Credentials known = Credentials.find(engine.context().getRegistry(), name);
            return Map.of(known.header().toLowerCase(Locale.ROOT), known.value());
        });
    }

    /** What receivers need that are no subscriptions; known once this is open. */
    Receiver.Surroundings surroundings() {
        return surroundings;
    }

    SubscriptionTable table() {
        return table;
    }

    AttemptTable attempts() {
        return attempts;
    }

    SecretSeal seal() {
        return seal;
    }

    RunningSubscriptions subscriptions() {
        return subscriptions;
    }

    /** The secrets that the settings give a subscription. */
    Optional<SigningKeys> fixedKeys(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** Begins to deliver. */
    void deliver() {
        subscriptions.deliver();
    }

    /** Lets calls under way finish, beside whatever else stops now; {@link #close} waits for it. */
    void stopDelivering() {
        subscriptions.stopDelivering();
    }

    /** Forgets what is old at this moment. */
    void prune(Instant moment) {
        attemptLog.prune(moment);
    }

    @Override
    public void close() throws InterruptedException {
        if (subscriptions != null) {
            subscriptions.close();
        }
        if (attemptLog != null) {
            attemptLog.close();
        }
        if (client != null) {
            client.close();
        }
    }
}
