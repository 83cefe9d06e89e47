package io.d365hub.check;

import io.d365hub.check.Kamelet.Parameter;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** Whether a value fits what a kamelet declares. */
final class ParameterValues {

    private ParameterValues() {}

    /** What the parameter is, as the end of a sentence, when the value does not fit it. */
    static Optional<String> mistake(Parameter parameter, String value) {
        if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
            return Optional.of("one of " + String.join(", ", parameter.choices()));
        }
        if (!parameter.pattern().isEmpty() && !value.matches(parameter.pattern())) {
            return Optional.of("a text like " + parameter.pattern());
        }
        return switch (parameter.type()) {
            case "integer" ->
                unless(
                        value.matches("[+-]?\\d{1,18}") && isWithin(parameter, value),
                        "a whole number" + range(parameter));
            case "number" ->
                unless(
                        value.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?") && isWithin(parameter, value),
                        "a number" + range(parameter));
            case "boolean" -> unless(value.equals("true") || value.equals("false"), "true or false");
            default ->
                unless(
                        !parameter.format().equals("duration") || isDuration(value),
                        "a duration such as 10s, 5m or 1h30m");
        };
    }

    private static boolean isWithin(Parameter parameter, String value) {
        BigDecimal number = new BigDecimal(value);
        return parameter.minimum().filter(least -> number.compareTo(least) < 0).isEmpty()
                && parameter
                        .maximum()
                        .filter(most -> number.compareTo(most) > 0)
                        .isEmpty();
    }

    private static String range(Parameter parameter) {
        return parameter.minimum().map(least -> " from " + least).orElse("")
                + parameter.maximum().map(most -> " up to " + most).orElse("");
    }

    private static Optional<String> unless(boolean fits, String otherwise) {
        return fits ? Optional.empty() : Optional.of(otherwise);
    }

    private static boolean isDuration(String value) {
        try {
            return TimeUtils.toMilliSeconds(value) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
