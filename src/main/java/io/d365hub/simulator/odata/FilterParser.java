package io.d365hub.simulator.odata;

import io.d365hub.simulator.query.ValueOrder;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads {@code $filter} into a predicate: comparisons, {@code and or not}, parentheses, {@code contains},
 * {@code startswith}, {@code endswith}, parameter aliases.
 *
 * @param <T> what is filtered
 */
public final class FilterParser<T> {

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final Set<String> TEXT_FUNCTIONS = Set.of("contains", "startswith", "endswith");
    private static final int DEEPEST = 100;

    private final FilterTokens tokens;
    private final Function<String, Property<T>> properties;
    private final QueryOptions options;
    private int depth;

    private FilterParser(String text, Function<String, Property<T>> properties, QueryOptions options) {
        this.tokens = new FilterTokens(text);
        this.properties = properties;
        this.options = options;
    }

    /**
     * The predicate in {@code $filter}; one that takes everything when the option is not given.
     *
     * @param properties finds what the filter names, or throws
     * @param options all options, among them the aliases
     */
    public static <T> Predicate<T> parse(QueryOptions options, Function<String, Property<T>> properties) {
        String text = options.get("$filter");
        if (text == null || text.isBlank()) {
            return subject -> true;
        }
        FilterParser<T> parser = new FilterParser<>(text, properties, options);
        Predicate<T> filter = parser.disjunction();
        if (!parser.tokens.is(FilterTokens.Kind.END)) {
            throw ApiError.badSyntax();
        }
        return filter;
    }

    private Predicate<T> disjunction() {
        Predicate<T> left = conjunction();
        while (tokens.isWord("or")) {
            tokens.take();
            left = left.or(conjunction());
        }
        return left;
    }

    private Predicate<T> conjunction() {
        Predicate<T> left = negation();
        while (tokens.isWord("and")) {
            tokens.take();
            left = left.and(negation());
        }
        return left;
    }

    private Predicate<T> negation() {
        if (++depth > DEEPEST) {
            throw ApiError.badSyntax();
        }
        try {
            if (tokens.isWord("not")) {
                tokens.take();
                return negation().negate();
            }
            if (tokens.is(FilterTokens.Kind.OPEN)) {
                tokens.take();
                Predicate<T> inner = disjunction();
                tokens.expect(FilterTokens.Kind.CLOSE);
                return inner;
            }
            return comparison();
        } finally {
            depth--;
        }
    }

    private Predicate<T> comparison() {
        Operand<T> left = operand();
        if (tokens.is(FilterTokens.Kind.OPEN)) {
            return function(left);
        }
        String operator = tokens.take().text();
        if (!COMPARISONS.contains(operator)) {
            throw ApiError.badSyntax();
        }
        Operand<T> right = operand();
        Function<T, Object> a = value(left, right, operator);
        Function<T, Object> b = value(right, left, operator);
        BiPredicate<Object, Object> test = test(operator);
        return subject -> test.test(a.apply(subject), b.apply(subject));
    }

    /** A property, or a literal, or the name of a function. */
    private record Operand<T>(String word, Property<T> property, Literal literal) {}

    private Operand<T> operand() {
        FilterTokens.Token token = tokens.take();
        if (token.kind() == FilterTokens.Kind.QUOTED) {
            return new Operand<>(null, null, new Literal(Literal.Kind.QUOTED, token.text()));
        }
        if (token.kind() != FilterTokens.Kind.WORD) {
            throw ApiError.badSyntax();
        }
        String word = token.text();
        if (tokens.is(FilterTokens.Kind.OPEN)) {
            return new Operand<>(word, null, null);
        }
        if (word.startsWith("@")) {
            return new Operand<>(null, null, alias(word));
        }
        return isLiteral(word)
                ? new Operand<>(null, null, new Literal(Literal.Kind.BARE, word))
                : new Operand<>(null, properties.apply(word), null);
    }

    private static boolean isLiteral(String word) {
        char first = word.charAt(0);
        return Character.isDigit(first)
                || first == '-'
                || first == '{'
                || word.equals("null")
                || word.equals("true")
                || word.equals("false")
                || Values.uuid(word) != null;
    }

    private Literal alias(String name) {
        String text = options.get(name);
        if (text == null) {
            return Literal.NULL;
        }
        boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return quoted
                ? new Literal(
                        Literal.Kind.QUOTED,
                        text.substring(1, text.length() - 1).replace("''", "'"))
                : new Literal(Literal.Kind.BARE, text);
    }

    private Function<T, Object> value(Operand<T> operand, Operand<T> other, String operator) {
        if (operand.property() != null) {
            return operand.property()::value;
        }
        if (operand.literal() == null) {
            throw unknownFunction(operand.word());
        }
        if (operand.literal().isNull()) {
            return subject -> null;
        }
        Object constant = other.property() == null ? null : other.property().coerce(operand.literal());
        if (constant == null) {
            String type = other.property() == null ? "" : other.property().typeName();
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "A binary operator with incompatible types was detected. Found operand types '" + type + "' and '"
                            + literalType(operand.literal()) + "' for operator kind '" + operator + "'.");
        }
        return subject -> constant;
    }

    private static String literalType(Literal literal) {
        return literal.kind() == Literal.Kind.QUOTED ? "Edm.String" : "Edm.Int32";
    }

    private static BiPredicate<Object, Object> test(String operator) {
        return switch (operator) {
            case "eq" -> (a, b) -> ValueOrder.INSTANCE.compare(a, b) == 0;
            case "ne" -> (a, b) -> ValueOrder.INSTANCE.compare(a, b) != 0;
            case "gt" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) > 0;
            case "ge" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) >= 0;
            case "lt" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) < 0;
            default -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) <= 0;
        };
    }

    private static boolean bothThere(Object a, Object b) {
        return a != null && b != null;
    }

    private Predicate<T> function(Operand<T> name) {
        if (name.word() == null) {
            throw ApiError.badSyntax();
        }
        tokens.expect(FilterTokens.Kind.OPEN);
        if (!TEXT_FUNCTIONS.contains(name.word())) {
            throw unknownFunction(name.word());
        }
        Operand<T> searched = operand();
        tokens.expect(FilterTokens.Kind.COMMA);
        Operand<T> text = operand();
        tokens.expect(FilterTokens.Kind.CLOSE);
        if (searched.property() == null
                || !searched.property().isText()
                || text.literal() == null
                || text.literal().kind() != Literal.Kind.QUOTED) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "No function signature for the function with name '" + name.word()
                            + "' matches the specified arguments.");
        }
        Predicate<String> search = search(name.word(), text.literal().text());
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

    private static ApiError unknownFunction(String name) {
        if (name != null && name.startsWith("Microsoft.Dynamics.CRM.")) {
            return ApiError.notSimulated("the query function '" + name + "'");
        }
        if (name != null && (name.endsWith("/any") || name.endsWith("/all"))) {
            return ApiError.notSimulated("filters over collections ('" + name + "')");
        }
        return new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "An unknown function with name '" + name
                        + "' was found. This may also be a function import or a key lookup on a navigation property, which"
                        + " is not allowed.");
    }
}
