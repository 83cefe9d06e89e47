package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.WebhookControl;
import io.d365hub.database.HubDatabase;
import io.d365hub.lane.LaneControl;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.webhook.delivery.SigningKey;
import io.d365hub.webhook.delivery.SigningKeys;
import io.d365hub.webhook.subscription.InvalidSubscriptionException;
import io.d365hub.webhook.subscription.Secrets;
import io.d365hub.webhook.subscription.StoredSubscription;
import io.d365hub.webhook.subscription.Subscription;
import io.d365hub.webhook.subscription.SubscriptionReader;
import io.d365hub.webhook.subscription.SubscriptionState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of subscriptions to webhooks, and do to them. Thread-safe; blocks. */
final class HubWebhooks implements WebhookControl {

    private static final Logger LOG = LoggerFactory.getLogger(HubWebhooks.class);
    private static final String NOT_CHANGED = "The subscription was not changed.";

    private final WebhookParts parts;
    private final HubDatabase database;
    private final AuditTrail trail;
    private final LaneRuntime lanes;
    private final IntegrationSuspensions suspensions;
    private final Clock clock;
    private final SubscriptionLines lines;
    private final SubscriptionCalls calls;
    private final SecureRandom random = new SecureRandom();

    HubWebhooks(
            WebhookParts parts,
            HubDatabase database,
            HubState state,
            LaneRuntime lanes,
            IntegrationSuspensions suspensions,
            Clock clock) {
        this.parts = parts;
        this.database = database;
        this.trail = new AuditTrail(database, clock);
        this.lanes = lanes;
        this.suspensions = suspensions;
        this.clock = clock;
        this.lines = new SubscriptionLines(parts.table(), parts.subscriptions()::whyBroken, state.ledger(), lanes);
        this.calls = new SubscriptionCalls(parts, state, clock);
    }

    // --- Looking

    @Override
    public List<Line> list() {
        return lines.all();
    }

    @Override
    public String integration(String name) {
        return Subscription.integration(name);
    }

    @Override
    public Description show(String name) {
        StoredSubscription stored = stored(name);
        Optional<SigningKeys> fixed = parts.fixedKeys(name);
        int secrets = fixed.or(() -> secrets(stored).map(known -> known.active(clock.instant())))
                .map(keys -> keys.keys().size())
                .orElse(0);
        return new Description(
                line(name), SubscriptionLines.definition(stored), secrets, fixed.isPresent() ? "settings" : "hub");
    }

    /** Empty when they were encrypted with a key that is lost; the subscription's line says so. */
    private Optional<Secrets> secrets(StoredSubscription stored) {
        try {
            return Optional.of(Secrets.open(stored.secrets(), parts.seal(), stored.name()));
        } catch (IllegalStateException e) {
            LOG.debug("Signing secrets cannot be opened", e);
            return Optional.empty();
        }
    }

    private StoredSubscription stored(String name) {
        return parts.table()
                .find(name)
                .orElseThrow(() -> problem(
                        404,
                        "The request was not handled.",
                        "There is no subscription '" + name + "'.",
                        "'./hub webhooks list' lists those that there are."));
    }

    private Line line(String name) {
        return lines.of(stored(name));
    }

    // --- Changing

    @Override
    public NewSecret create(JsonNode definition, String who) {
        Subscription subscription = valid(definition, "");
        String secret = SigningKey.generate(random);
        boolean added = parts.table()
                .add(
                        subscription.name(),
                        definition.toString(),
                        "",
                        Secrets.of(secret).sealed(parts.seal(), subscription.name()));
        if (!added) {
            throw problem(
                    409,
                    "The subscription was not made.",
                    "There is one of the name '" + subscription.name() + "' already.",
                    "Choose another name, or change that one.");
        }
        changed("added", subscription.name(), "", who);
        return new NewSecret(subscription.name(), secret, Optional.empty());
    }

    @Override
    public Description replace(String name, JsonNode definition, String who) {
        refuseDeclared(stored(name));
        valid(definition, name);
        parts.table().define(name, definition.toString(), "");
        changed("changed", name, "", who);
        return show(name);
    }

    private Subscription valid(JsonNode definition, String name) {
        try {
            Subscription subscription = SubscriptionReader.read(definition, name);
            parts.subscriptions().check(subscription);
            return subscription;
        } catch (InvalidSubscriptionException e) {
            throw problem(
                    422,
                    "The subscription was not saved.",
                    e.getMessage(),
                    "Correct it and send it again; docs/patterns/webhook-out.md lists the members.");
        }
    }

    private static void refuseDeclared(StoredSubscription stored) {
        if (stored.isDeclared()) {
            throw problem(
                    409,
                    NOT_CHANGED,
                    "'" + stored.name() + "' is declared in " + stored.declaredIn() + ".",
                    "Change or remove that file; with hub.reload = false start the hub again then.");
        }
    }

    @Override
    public Line enable(String name, String who) {
        StoredSubscription stored = stored(name);
        if (stored.state() != SubscriptionState.ENABLED) {
            parts.table().state(name, SubscriptionState.ENABLED, "");
            changed("enabled", name, "", who);
        }
        String integration = Subscription.integration(name);
        if (lanes.isSuspended(integration)) {
            suspensions.resume(
                    integration, AuditEntry.of(who, "integration.resumed").with("integration", integration));
        } else {
            lanes.control(integration).ifPresent(LaneControl::resume);
        }
        return line(name);
    }

    @Override
    public Line disable(String name, String because, String who) {
        stored(name);
        parts.table().state(name, SubscriptionState.DISABLED, because);
        changed("disabled", name, because, who);
        return line(name);
    }

    @Override
    public Line remove(String name, String who) {
        refuseDeclared(stored(name));
        Line last = line(name);
        parts.table().state(name, SubscriptionState.REMOVED, "It is being removed.");
        changed("removed", name, "", who);
        // What waits for it is dropped, and another one of its name begins anew.
        suspensions.forget(Subscription.integration(name));
        return last;
    }

    @Override
    public NewSecret rotate(String name, Duration keep, String who) {
        StoredSubscription stored = stored(name);
        if (parts.fixedKeys(name).isPresent()) {
            throw problem(
                    409,
                    NOT_CHANGED,
                    "The secrets of '" + name + "' come from setting hub.receivers." + name + ".secrets.",
                    "Put a new one, from './hub webhooks secret', before the old one there; or remove the setting.");
        }
        String secret = SigningKey.generate(random);
        Instant now = clock.instant();
        Instant until = now.plus(keep);
        String sealed = secrets(stored)
                .map(known -> known.rotated(secret, until, now))
                .orElseGet(() -> Secrets.of(secret))
                .sealed(parts.seal(), name);
        if (!parts.table().secrets(name, stored.secrets(), sealed)) {
            throw problem(
                    409, NOT_CHANGED, "Somebody else has changed its secrets at the same moment.", "Try it again.");
        }
        changed("secret-rotated", name, "", who);
        return new NewSecret(name, secret, Optional.of(until));
    }

    // --- Calls

    @Override
    public TestCall test(String name) {
        stored(name);
        return calls.test(name);
    }

    @Override
    public List<FailedCall> attempts(String name, Optional<UUID> before, int limit) {
        stored(name);
        return calls.failed(name, before, limit);
    }

    @Override
    public Recovery recover(String name, Instant since, String who) {
        stored(name);
        return calls.recover(name, since, who);
    }

    /** Takes a change over, once it is in the audit trail. */
    private void changed(String act, String name, String why, String who) {
        database.inTransaction(handle -> trail.append(
                handle, AuditEntry.of(who, "webhook." + act).because(why).with("subscription", name)));
        parts.subscriptions().changed();
    }

    static AdminProblemException problem(int status, String what, String why, String mend) {
        return new AdminProblemException(status, what, why, mend);
    }
}
