package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.mapping.Mappings;
import io.d365hub.webhook.delivery.Envelope;
import io.d365hub.webhook.delivery.ReceiverSettings;
import io.d365hub.webhook.delivery.RetrySchedule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Reads a subscription as files and the admin API write it. Tells all mistakes at once. */
public final class SubscriptionReader {

    private static final Set<String> MEMBERS = Set.of(
            "name",
            "url",
            "events",
            "fields",
            "mapping",
            "envelope",
            "source",
            "credentials",
            "ordering",
            "concurrency",
            "perSecond",
            "timeLimit",
            "retries",
            "giveUpAfter",
            "disableAfter",
            "origin",
            "description");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 50;
    private static final Pattern EVENT = Pattern.compile("\\*|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(\\.\\*)?");
    private static final int MOST_IN_LIST = 100;
    private static final int LONGEST_TEXT = 20_000;
    private static final int LARGEST_PORT = 65_535;
    private static final int DEFAULT_CONCURRENCY = 20;
    private static final int MOST_CONCURRENCY = 250;
    private static final Duration DEFAULT_DISABLE = Duration.ofDays(5);

    private final JsonNode definition;
    private final List<String> mistakes = new ArrayList<>();

    private SubscriptionReader(JsonNode definition) {
        this.definition = definition;
    }

    /**
     * The subscription of this object.
     *
     * @param name when the object need not say it, e.g. of its file; else empty
     * @throws InvalidSubscriptionException naming each member that is wrong
     */
    public static Subscription read(JsonNode definition, String name) {
        if (!definition.isObject()) {
            throw new InvalidSubscriptionException(List.of("It is no object with 'url' and 'events'."));
        }
        return new SubscriptionReader(definition).subscription(name);
    }

    private Subscription subscription(String given) {
        refuseUnknown();
        String name = text("name", given);
        check(
                NAME.matcher(name).matches() && name.length() <= LONGEST_NAME,
                "'name' is '" + name + "'. Use small letters, digits and single dashes, " + LONGEST_NAME + " at most.");
        check(given.isEmpty() || name.equals(given), "'name' is '" + name + "' and should be '" + given + "'.");
        Subscription read = new Subscription(
                name,
                url(),
                events(),
                fields(),
                mapping(),
                choice("envelope", Envelope.values(), Envelope.STANDARD),
                text("source", ""),
                text("credentials", ""),
                choice("ordering", Ordering.values(), Ordering.RECORD),
                (int) number("concurrency", DEFAULT_CONCURRENCY, 1, MOST_CONCURRENCY),
                number("perSecond", 0, 0, 1_000_000),
                duration("timeLimit", ReceiverSettings.DEFAULT_TIME_LIMIT),
                retries(),
                duration("giveUpAfter", ReceiverSettings.DEFAULT_GIVE_UP),
                duration("disableAfter", DEFAULT_DISABLE),
                text("origin", ""),
                text("description", ""));
        if (!mistakes.isEmpty()) {
            throw new InvalidSubscriptionException(mistakes);
        }
        return read;
    }

    private void refuseUnknown() {
        definition.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                mistakes.add("'" + member + "' is no member of a subscription. " + nearest(member));
            }
        });
    }

    private static String nearest(String member) {
        return MEMBERS.stream()
                .filter(known -> LevenshteinDistance.getDefaultInstance().apply(member, known) <= member.length() / 3)
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(member, known)))
                .map(known -> "Did you mean '" + known + "'?")
                .orElseGet(() -> "There are " + String.join(", ", new TreeSet<>(MEMBERS)) + ".");
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            mistakes.add(otherwise);
        }
    }

    private String text(String member, String otherwise) {
        JsonNode value = definition.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        check(
                value.isTextual() && value.asText().length() <= LONGEST_TEXT,
                "'" + member + "' is no text of at most " + LONGEST_TEXT + " characters.");
        return value.asText().strip();
    }

    private URI url() {
        try {
            URI url = new URI(text("url", ""));
            boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            check(
                    http && url.getHost() != null && url.getUserInfo() == null,
                    "'url' is no address. Give an http or https address without user and password, e.g."
                            + " https://shop.example/hooks.");
            check(
                    url.getPort() != 0 && url.getPort() <= LARGEST_PORT,
                    "'url' has a port that there is not: " + url.getPort() + ".");
            return url;
        } catch (URISyntaxException e) {
            mistakes.add("'url' is no address: " + e.getReason() + ".");
            return URI.create("");
        }
    }

    private List<String> list(String member) {
        JsonNode value = definition.path(member);
        List<String> items = new ArrayList<>();
        if (value.isTextual()) {
            items.add(value.asText().strip());
        } else {
            value.forEach(item -> items.add(item.asText().strip()));
            check(
                    value.isMissingNode() || value.isNull() || value.isArray(),
                    "'" + member + "' is neither a text nor a list of texts.");
        }
        check(items.size() <= MOST_IN_LIST, "'" + member + "' has more than " + MOST_IN_LIST + " items.");
        return items;
    }

    private List<String> events() {
        List<String> events = list("events");
        check(!events.isEmpty(), "'events' is missing. Say which types are wanted, e.g. [account.changed], or ['*'].");
        events.forEach(type -> check(
                EVENT.matcher(type).matches(),
                "'events' lists '" + type
                        + "'. Write a type such as account.changed, account.* for all that begin so, or *."));
        return events;
    }

    private List<String> fields() {
        List<String> fields = list("fields");
        fields.forEach(field -> check(
                field.startsWith("/") && field.length() > 1,
                "'fields' lists '" + field + "'. Write a JSON Pointer into the data, e.g. /row/name."));
        return fields;
    }

    private String mapping() {
        String mapping = text("mapping", "");
        if (!mapping.isEmpty()) {
            try {
                Mappings.compile(mapping);
            } catch (JsltException e) {
                mistakes.add("'mapping' is no JSLT: " + e.getMessage());
            }
        }
        return mapping;
    }

    private <E extends Enum<E>> E choice(String member, E[] choices, E otherwise) {
        String value = text(member, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        List<String> known = new ArrayList<>();
        for (E choice : choices) {
            String written = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (written.equals(value)) {
                return choice;
            }
            known.add(written);
        }
        mistakes.add("'" + member + "' is '" + value + "'. Choose one of " + String.join(", ", known) + ".");
        return otherwise;
    }

    private double number(String member, double otherwise, double least, double most) {
        JsonNode value = definition.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        boolean right = value.isNumber() && value.asDouble() >= least && value.asDouble() <= most;
        check(right, "'" + member + "' is no number from " + (long) least + " to " + (long) most + ".");
        return right ? value.asDouble() : otherwise;
    }

    private Duration duration(String member, Duration otherwise) {
        String value = text(member, "");
        return value.isEmpty() ? otherwise : duration(member, value, otherwise);
    }

    private Duration duration(String member, String value, Duration otherwise) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        mistakes.add("'" + member + "' holds '" + value + "'. Give a duration such as 30s, 10m, 2h or 5d.");
        return otherwise;
    }

    private RetrySchedule retries() {
        List<String> delays = list("retries").stream()
                .flatMap(item -> Pattern.compile(",").splitAsStream(item))
                .toList();
        return delays.isEmpty()
                ? RetrySchedule.DEFAULT
                : new RetrySchedule(delays.stream()
                        .map(delay -> duration("retries", delay, Duration.ofSeconds(1)))
                        .toList());
    }
}
