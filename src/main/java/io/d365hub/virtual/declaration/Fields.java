package io.d365hub.virtual.declaration;

import io.d365hub.virtual.Mistakes;
import io.d365hub.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields of one YAML object; tells mistakes and goes on with the default. */
public final class Fields {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    private final YamlValue object;
    private final Mistakes mistakes;

    /**
     * Looks at the field names.
     *
     * @param known all that may be there
     */
    public Fields(YamlValue object, Mistakes mistakes, Set<String> known) {
        this.object = object;
        this.mistakes = mistakes;
        List<String> seen = new ArrayList<>();
        for (YamlValue.Field field : object.fields()) {
            if (!known.contains(field.name())) {
                mistakes.add(
                        field.key(),
                        "'" + field.name() + "' is not known here.",
                        "Known are " + String.join(", ", known.stream().sorted().toList()) + ".",
                        "Correct the name, or take it out.");
            } else if (seen.contains(field.name())) {
                mistakes.add(field.key(), "'" + field.name() + "' is there twice.", "", "Keep one.");
            }
            seen.add(field.name());
        }
    }

    public Optional<YamlValue> get(String field) {
        return object.get(field);
    }

    /** A text; empty when it is not there. */
    public Optional<String> text(String field) {
        Optional<YamlValue> value = object.get(field);
        if (value.isPresent()
                && value.get().text().filter(text -> !text.isBlank()).isEmpty()) {
            wrong(field, "a text");
        }
        return value.flatMap(YamlValue::text).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A text that has to be there; empty, and told, when it is not. */
    public Optional<String> required(String field, String meaning) {
        Optional<String> text = text(field);
        if (text.isEmpty() && object.get(field).isEmpty()) {
            mistakes.add(object, "'" + field + "' is missing.", "It is " + meaning + ".", "Add it.");
        }
        return text;
    }

    public boolean flag(String field, boolean otherwise) {
        Optional<YamlValue> value = object.get(field);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get().text().orElse("")) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                wrong(field, "true or false");
                yield otherwise;
            }
        };
    }

    /** A whole number between the bounds, both included. */
    public OptionalInt number(String field, int least, int most) {
        Optional<YamlValue> value = object.get(field);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value.get().text().orElse(""));
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        wrong(field, "a whole number from " + least + " to " + most);
        return OptionalInt.empty();
    }

    /** A time such as {@code 500ms}, {@code 10s}, {@code 2m}. */
    public Duration duration(String field, Duration otherwise, Duration most) {
        Optional<YamlValue> value = object.get(field);
        if (value.isEmpty()) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value.get().text().orElse(""));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        default -> Duration.ofHours(count);
                    };
            if (duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        wrong(field, "a time of at most " + most.toSeconds() + "s, such as 500ms, 10s or 2m");
        return otherwise;
    }

    /** One of the words. */
    public <T> Optional<T> choice(String field, Map<String, T> words) {
        Optional<YamlValue> value = object.get(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        T chosen = words.get(value.get().text().orElse(""));
        if (chosen == null) {
            wrong(field, "one of " + String.join(", ", words.keySet()));
        }
        return Optional.ofNullable(chosen);
    }

    private void wrong(String field, String expected) {
        YamlValue value = object.get(field).orElse(object);
        mistakes.add(
                value,
                "'%s'%s is wrong."
                        .formatted(field, value.text().map(text -> ": " + text).orElse("")),
                "It has to be " + expected + ".",
                "Correct it.");
    }
}
