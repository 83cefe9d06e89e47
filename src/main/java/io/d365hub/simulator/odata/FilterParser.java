package io.d365hub.simulator.odata;

import io.d365hub.simulator.store.Row;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads {@code $filter} into a predicate: comparisons, {@code and or not}, parentheses, {@code contains},
 * {@code startswith}, {@code endswith}, {@code any}, {@code all}, query functions, parameter aliases.
 *
 * @param <T> what is filtered
 */
public final class FilterParser<T> {

    static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private static final Set<String> TEXT_FUNCTIONS = Set.of("contains", "startswith", "endswith");

    private final FilterTokens tokens;
    private final FilterScope<T> scope;
    private final QueryOptions options;
    private final FilterBudget budget;
    private int negations;

    private FilterParser(FilterTokens tokens, FilterScope<T> scope, QueryOptions options, FilterBudget budget) {
        this.tokens = tokens;
        this.scope = scope;
        this.options = options;
        this.budget = budget;
    }

    /**
     * The predicate in {@code $filter}; one that takes everything when the option is not given.
     *
     * @param options all options, among them the aliases
     * @param scope what the filter can name
     */
    public static <T> Predicate<T> parse(QueryOptions options, FilterScope<T> scope) {
        return parse(options.get("$filter"), options, scope);
    }

    /** The predicate in this text, which is decoded; one that takes everything for null. */
    public static <T> Predicate<T> parse(String text, QueryOptions aliases, FilterScope<T> scope) {
        if (text == null || text.isBlank()) {
            return subject -> true;
        }
        FilterParser<T> parser = new FilterParser<>(new FilterTokens(text), scope, aliases, new FilterBudget());
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
        budget.enter();
        Predicate<T> read =
                tokens.isWord("not") ? negated() : tokens.is(FilterTokens.Kind.OPEN) ? nested() : condition();
        budget.leave();
        return read;
    }

    private Predicate<T> negated() {
        tokens.take();
        negations++;
        Predicate<T> inner = negation();
        negations--;
        return inner.negate();
    }

    private Predicate<T> nested() {
        tokens.take();
        Predicate<T> inner = disjunction();
        tokens.expect(FilterTokens.Kind.CLOSE);
        return inner;
    }

    private Predicate<T> condition() {
        budget.condition();
        Operand<T> left = operand();
        return left.call() == null
                ? new Comparison<>(left, tokens.take().text(), operand()).predicate()
                : call(left.call());
    }

    private Operand<T> operand() {
        FilterTokens.Token token = tokens.take();
        if (token.kind() == FilterTokens.Kind.QUOTED) {
            return Operand.literal(new Literal(Literal.Kind.QUOTED, token.text()));
        }
        if (token.kind() != FilterTokens.Kind.WORD) {
            throw ApiError.badSyntax();
        }
        String word = token.text();
        if (tokens.is(FilterTokens.Kind.OPEN)) {
            return new Operand<>(word, null, null);
        }
        if (word.startsWith("@")) {
            return Operand.literal(options.alias(word));
        }
        return Operand.isLiteral(word)
                ? Operand.literal(new Literal(Literal.Kind.BARE, word))
                : new Operand<>(null, scope.apply(word), null);
    }

    private Predicate<T> call(String name) {
        if (name.endsWith("/any") || name.endsWith("/all")) {
            return lambda(name.substring(0, name.length() - "/any".length()), name.endsWith("/all"));
        }
        int namespace = name.indexOf(NAMESPACE);
        if (namespace >= 0) {
            if (!scope.owns(name.substring(0, namespace))) {
                throw unknownFunction(name);
            }
            if (negations > 0) {
                throw new ApiError(
                        ErrorCode.MALFORMED_REQUEST,
                        "Not operator along with the Custom Named Condition operators is not allowed");
            }
            return scope.function(name.substring(namespace + NAMESPACE.length()), tokens.arguments(options));
        }
        return textFunction(name);
    }

    private Predicate<T> lambda(String collection, boolean all) {
        FilterScope.Members<T> members = scope.members(collection);
        tokens.expect(FilterTokens.Kind.OPEN);
        if (tokens.is(FilterTokens.Kind.CLOSE) && !all) {
            tokens.take();
            return subject -> members.rows().apply(subject).iterator().hasNext();
        }
        FilterScope<Row> inside = new LambdaScope(tokens.variable(), members.scope());
        Predicate<Row> test = new FilterParser<>(tokens, inside, options, budget).disjunction();
        tokens.expect(FilterTokens.Kind.CLOSE);
        return subject -> {
            for (Row row : members.rows().apply(subject)) {
                if (test.test(row) != all) {
                    return !all;
                }
            }
            return all;
        };
    }

    private Predicate<T> textFunction(String name) {
        if (!TEXT_FUNCTIONS.contains(name)) {
            throw unknownFunction(name);
        }
        tokens.expect(FilterTokens.Kind.OPEN);
        Operand<T> searched = operand();
        tokens.expect(FilterTokens.Kind.COMMA);
        Operand<T> text = operand();
        tokens.expect(FilterTokens.Kind.CLOSE);
        return TextSearch.of(name, searched, text);
    }

    static ApiError unknownFunction(String name) {
        return new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "An unknown function with name '" + name
                        + "' was found. This may also be a function import or a key lookup on a navigation property, which"
                        + " is not allowed.");
    }
}
