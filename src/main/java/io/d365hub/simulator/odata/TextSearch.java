package io.d365hub.simulator.odata;

import java.util.Locale;
import java.util.function.Predicate;

/** {@code contains}, {@code startswith} and {@code endswith}, without regard to case. */
final class TextSearch {

    private TextSearch() {}

    static <T> Predicate<T> of(String function, Operand<T> searched, Operand<T> text) {
        if (searched.property() == null
                || !searched.property().isText()
                || text.literal() == null
                || text.literal().kind() != Literal.Kind.QUOTED) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "No function signature for the function with name '" + function
                            + "' matches the specified arguments.");
        }
        Predicate<String> search = search(function, text.literal().text());
        return subject -> searched.property().value(subject) instanceof String value && search.test(value);
    }

    /** Plain texts are searched as they are; SQL wildcards in them work as the service lets them. */
    private static Predicate<String> search(String function, String text) {
        if (text.chars().noneMatch(c -> "%_[".indexOf(c) >= 0)) {
            String wanted = text.toLowerCase(Locale.ROOT);
            return switch (function) {
                case "startswith" -> value -> value.toLowerCase(Locale.ROOT).startsWith(wanted);
                case "endswith" -> value -> value.toLowerCase(Locale.ROOT).endsWith(wanted);
                default -> value -> value.toLowerCase(Locale.ROOT).contains(wanted);
            };
        }
        LikePattern pattern = new LikePattern(
                (function.equals("startswith") ? "" : "%") + text + (function.equals("endswith") ? "" : "%"));
        return pattern::matches;
    }
}
