package io.d365hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.console.WebhookControl.Line;
import io.d365hub.lane.LaneControl;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.lane.LaneStatus;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.Ledger;
import io.d365hub.webhook.subscription.StoredSubscription;
import io.d365hub.webhook.subscription.Subscription;
import io.d365hub.webhook.subscription.SubscriptionTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The subscriptions to webhooks as operators see them: what the database, the ledger and the lanes know of each. Thread-safe; blocks.
 *
 * @param whyBroken why this process cannot deliver to a subscription as it is set up, by its name; empty when it can
 */
record SubscriptionLines(SubscriptionTable table, UnaryOperator<String> whyBroken, Ledger ledger, LaneRuntime lanes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By name. */
    List<Line> all() {
        Map<String, Balance> balances = balances();
        return table.all().stream().map(stored -> line(stored, balances)).toList();
    }

    /** One of them. */
    Line of(StoredSubscription stored) {
        return line(stored, balances());
    }

    private Map<String, Balance> balances() {
        return ledger.balances().stream().collect(Collectors.toMap(Balance::name, Function.identity()));
    }

    private Line line(StoredSubscription stored, Map<String, Balance> balances) {
        String integration = Subscription.integration(stored.name());
        Optional<Balance> balance = Optional.ofNullable(balances.get(integration));
        Optional<LaneStatus> lane = lanes.control(integration).map(LaneControl::status);
        JsonNode definition = definition(stored);
        return new Line(
                stored.name(),
                definition.path("url").asText(),
                events(definition.path("events")),
                word(stored.state()),
                because(stored, lane),
                lane.map(status -> word(status.state()))
                        .orElse(lanes.isSuspended(integration) ? "suspended" : "stopped"),
                lane.flatMap(LaneStatus::until),
                balance.map(Balance::queued).orElse(0L),
                balance.map(Balance::delivered).orElse(0L),
                balance.map(Balance::dead).orElse(0L),
                stored.failingSince(),
                stored.missed(),
                stored.declaredIn());
    }

    private static List<String> events(JsonNode events) {
        return events.isTextual()
                ? List.of(events.asText())
                : StreamSupport.stream(events.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }

    private String because(StoredSubscription stored, Optional<LaneStatus> lane) {
        if (!stored.because().isEmpty()) {
            return stored.because();
        }
        return lane.flatMap(LaneStatus::why).map(why -> why.why()).orElseGet(() -> whyBroken.apply(stored.name()));
    }

    /** Without what may be secret; empty when it is damaged, which {@link Line#because} tells. */
    static JsonNode definition(StoredSubscription stored) {
        try {
            if (!(JSON.readTree(stored.definition()) instanceof ObjectNode definition)) {
                return JSON.createObjectNode();
            }
            String url = definition.path("url").asText();
            int query = url.indexOf('?');
            return query < 0 ? definition : definition.put("url", url.substring(0, query) + "?...");
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** As the admin API writes it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
