package io.d365hub.deadletter.query;

import io.d365hub.deadletter.query.Expression.Between;
import io.d365hub.deadletter.query.Expression.Is;
import io.d365hub.deadletter.query.Expression.Not;
import io.d365hub.deadletter.query.Expression.Payload;
import io.d365hub.deadletter.query.Expression.StartsWith;
import io.d365hub.deadletter.query.Expression.Text;
import io.d365hub.deadletter.query.Times.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Reads single conditions: {@code field:value}, or words to be searched for. */
final class Terms {

    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]\\p{XDigit}+");

    private final Reader reader;
    private final Instant now;
    private final Set<String> payloadFields;

    Terms(Reader reader, Instant now, Set<String> payloadFields) {
        this.reader = reader;
        this.now = now;
        this.payloadFields = payloadFields;
    }

    /** A value, where it stands, and whether it was written in quotation marks. */
    private record Value(String text, int offset, boolean quoted) {

        boolean isBeginning() {
            return !quoted && text.length() > 1 && text.endsWith("*");
        }

        String beginning() {
            return text.substring(0, text.length() - 1);
        }
    }

    Expression next() {
        if (reader.isQuoteNext()) {
            int offset = reader.offset();
            return words(new Value(reader.quoted(), offset, true));
        }
        int start = reader.offset();
        String name = reader.name();
        int end = reader.offset();
        String sign = name.isEmpty() ? "" : reader.comparison();
        if (sign.isEmpty()) {
            reader.back(start);
            return words(new Value(reader.bare(), end - name.length(), false));
        }
        int offset = end - name.length();
        if (name.toLowerCase(Locale.ROOT).startsWith(Field.PAYLOAD)) {
            return equation(sign, end, payload(name.substring(Field.PAYLOAD.length()), offset, value(name)));
        }
        Field field = Field.of(name).orElseThrow(() -> unknownField(name, offset));
        Value value = value(name);
        return switch (field.type()) {
            case TIME -> time(field, sign, value);
            case AGE -> age(sign, value);
            case NAME -> equation(sign, end, new Is(field, constant(field, value)));
            case ID -> equation(sign, end, new Is(field, id(field, value)));
            case DIGEST -> equation(sign, end, key(field, value));
            case TEXT -> equation(sign, end, text(field, value));
            case WORDS -> equation(sign, end, words(value));
        };
    }

    private Value value(String name) {
        int offset = reader.offset();
        boolean quoted = reader.isQuoteNext();
        String text = quoted ? reader.quoted() : reader.bare();
        if (text.isEmpty() && !quoted) {
            throw reader.wrong(
                    offset,
                    "'" + name + "' has no value",
                    "Write the value after it, in quotation marks if it has spaces.");
        }
        return new Value(text, offset, quoted);
    }

    private Expression equation(String sign, int offset, Expression equal) {
        return switch (sign) {
            case ":", "=" -> equal;
            case "!=" -> new Not(equal);
            default ->
                throw reader.wrong(
                        offset,
                        "'" + sign + "' compares times only",
                        "Use ':' here; '" + sign + "' goes with died, accepted and age.");
        };
    }

    private QuerySyntaxException unknownField(String name, int offset) {
        Collection<String> known = new ArrayList<>(Field.words());
        payloadFields.forEach(field -> known.add(Field.PAYLOAD + field));
        return reader.wrong(
                offset,
                "there is no field '" + name + "'",
                didYouMean(name, known) + "Fields are " + String.join(", ", Field.words())
                        + " and payload.<declared field>. Words with a colon that are to be searched for go into quotation"
                        + " marks.");
    }

    private Expression payload(String name, int offset, Value value) {
        if (!payloadFields.contains(name)) {
            throw reader.wrong(
                    offset,
                    "no integration declares a payload field '" + name + "'",
                    payloadFields.isEmpty()
                            ? "Declare it with the parameter searchFields of the integration's source; letters that come"
                                    + " afterwards are found by it."
                            : didYouMean(name, payloadFields) + "Declared are "
                                    + String.join(", ", new TreeSet<>(payloadFields)) + ".");
        }
        return value.isBeginning()
                ? new Payload(name, value.beginning(), true)
                : new Payload(name, value.text(), false);
    }

    private String constant(Field field, Value value) {
        return field.choices().stream()
                .filter(known -> known.equalsIgnoreCase(value.text()))
                .findFirst()
                .orElseThrow(() -> reader.wrong(
                        value.offset(),
                        "there is no " + field.word() + " '" + value.text() + "'",
                        didYouMean(value.text(), field.choices()) + "It is one of " + String.join(", ", field.choices())
                                + "."));
    }

    private UUID id(Field field, Value value) {
        try {
            UUID id = UUID.fromString(value.text());
            if (id.toString().equalsIgnoreCase(value.text())) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw reader.wrong(
                value.offset(),
                "'" + value.text() + "' is no id",
                "A " + field.word() + " is named by its whole id, like 0fa1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d.");
    }

    private Expression key(Field field, Value value) {
        if (value.isBeginning()) {
            throw reader.wrong(
                    value.offset(),
                    "record keys are found as a whole only",
                    "Write the whole key; one that ends with a star goes into quotation marks.");
        }
        return new Is(field, value.text());
    }

    private static Expression text(Field field, Value value) {
        if (value.isBeginning()) {
            return new StartsWith(field, value.beginning());
        }
        boolean hexadecimal =
                field == Field.CODE && HEXADECIMAL.matcher(value.text()).matches();
        return new Is(field, hexadecimal ? value.text().toLowerCase(Locale.ROOT) : value.text());
    }

    private Expression words(Value value) {
        List<String> words = Words.of(value.text());
        if (words.isEmpty()) {
            throw reader.wrong(value.offset(), "there is no word to search for", "Write letters or digits.");
        }
        return new Text(words, value.isBeginning());
    }

    private Expression time(Field field, String sign, Value value) {
        Span span = Times.span(value.text(), now)
                .orElseThrow(() -> reader.wrong(value.offset(), "'" + value.text() + "' is no time", Times.FORMS));
        Instant after = span.isMoment() ? span.to().plusMillis(1) : span.to();
        return switch (sign) {
            case "<" -> before(field, span.from());
            case "<=" -> before(field, after);
            case ">=" -> from(field, span.from());
            case ">" -> from(field, after);
            case "!=" -> new Not(new Between(field, Optional.of(span.from()), Optional.of(after)));
            default -> new Between(field, Optional.of(span.from()), Optional.of(after));
        };
    }

    private Expression age(String sign, Value value) {
        Duration age = Times.amount(value.text())
                .orElseThrow(() -> reader.wrong(
                        value.offset(),
                        "'" + value.text() + "' is no length of time",
                        "Write a number and a unit: 30s, 15m, 2h, 7d or 1w."));
        Instant then = now.minus(age);
        return switch (sign) {
            case "<", "<=" -> from(Field.DIED, then);
            case ">", ">=" -> before(Field.DIED, then);
            default ->
                throw reader.wrong(
                        value.offset(), "an age is compared with '<' or '>'", "Write age<2h for the last two hours.");
        };
    }

    private static Expression from(Field field, Instant from) {
        return new Between(field, Optional.of(from), Optional.empty());
    }

    private static Expression before(Field field, Instant before) {
        return new Between(field, Optional.empty(), Optional.of(before));
    }

    /** Ends with a space when it says anything. */
    private static String didYouMean(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        Comparator<String> nearest = Comparator.comparingInt(other -> distance(lower, other));
        return known.stream()
                .min(nearest.thenComparing(Comparator.naturalOrder()))
                .filter(other -> distance(lower, other) <= Math.max(2, word.length() / 3))
                .map(other -> "Did you mean '" + other + "'? ")
                .orElse("");
    }

    private static int distance(String lower, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(lower, other.toLowerCase(Locale.ROOT));
    }
}
