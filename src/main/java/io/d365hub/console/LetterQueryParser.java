package io.d365hub.console;

import io.d365hub.deadletter.LetterQuery;
import io.d365hub.deadletter.LetterState;
import io.d365hub.failure.FailureKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code integration:webshop-orders kind:REFUSED state:open}: words field:value, all of which must hold. */
final class LetterQueryParser {

    private static final String FIELDS = "integration, kind, code, key, group, state";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private LetterQueryParser() {}

    /** @throws AdminProblemException when a word is not understood; names it */
    static LetterQuery parse(String text) {
        LetterQuery query = LetterQuery.ALL;
        for (String word : SPACE.split(text.strip(), -1)) {
            if (!word.isEmpty()) {
                query = with(query, word);
            }
        }
        return query;
    }

    private static LetterQuery with(LetterQuery query, String word) {
        int colon = word.indexOf(':');
        if (colon < 1 || colon == word.length() - 1) {
            throw wrong(word, "it is not of the form field:value");
        }
        String value = word.substring(colon + 1);
        return switch (word.substring(0, colon)) {
            case "integration" -> query.ofIntegration(value);
            case "kind" -> query.ofKind(constant(FailureKind.values(), word, value));
            case "code" -> query.withCode(value);
            case "key" -> query.ofRecordKey(value);
            case "group" -> query.ofGroup(AdminRequest.uuid(value));
            case "state" -> query.in(constant(LetterState.values(), word, value));
            default -> throw wrong(word, "there is no such field");
        };
    }

    private static <E extends Enum<E>> E constant(E[] values, String word, String value) {
        return Arrays.stream(values)
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() ->
                        wrong(word, "it is none of " + Arrays.toString(values).toLowerCase(Locale.ROOT)));
    }

    private static AdminProblemException wrong(String word, String why) {
        return new AdminProblemException(
                400,
                "The dead letters were not searched.",
                "'" + word + "' is not understood: " + why + ".",
                "Use words field:value; the fields are " + FIELDS + ".");
    }
}
