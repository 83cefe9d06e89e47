package io.d365hub.batch.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** Reads the options of a batch endpoint; every complaint names option and batch. */
public final class OptionValues {

    private final String batch;

    public OptionValues(String batch) {
        this.batch = batch;
    }

    /** The complaint about an option. */
    public IllegalArgumentException refused(String option, String what, String mend) {
        return new IllegalArgumentException("Option '%s' of batch '%s' %s. %s".formatted(option, batch, what, mend));
    }

    /** @throws IllegalArgumentException when it is missing */
    public String required(String option, String value, String mend) {
        if (value == null || value.isBlank()) {
            throw refused(option, "is missing", mend);
        }
        return value.strip();
    }

    /** Names separated by commas. */
    public List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** {@code name=value} pairs separated by commas. */
    public Map<String, String> pairs(String option, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list(value)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw refused(option, "has '" + pair + "'", "Write name=value, several separated by commas.");
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return pairs;
    }

    public int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(option, "is " + value, "Give a number from " + least + " to " + most + ".");
        }
        return value;
    }

    /** Empty when the option is. */
    public Optional<ZoneId> zone(String option, String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(value.strip()));
        } catch (DateTimeException e) {
            throw refused(option, "is '" + value + "'", "Give a name such as Europe/Zurich.");
        }
    }

    public Duration duration(String option, String value) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        throw refused(option, "is '" + value + "'", "Give a duration such as 30s, 10m or 2h.");
    }

    /** One of the choices. */
    public String choice(String option, String value, String... choices) {
        if (Arrays.asList(choices).contains(value)) {
            return value;
        }
        throw refused(option, "is '" + value + "'", "Choose " + String.join(" or ", choices) + ".");
    }
}
