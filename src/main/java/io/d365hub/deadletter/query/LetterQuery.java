package io.d365hub.deadletter.query;

import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.query.Expression.And;
import io.d365hub.deadletter.query.Expression.Between;
import io.d365hub.deadletter.query.Expression.Is;
import io.d365hub.deadletter.query.Expression.Or;
import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which dead letters are meant. Immutable. Either read from what an operator wrote, see {@link #parse}, or made of the
 * constants and methods here. A query says nothing of states unless it names them: {@link #ALL} are those that were replayed
 * or discarded, too.
 */
public final class LetterQuery {

    /** All letters, whatever was done about them. */
    public static final LetterQuery ALL = new LetterQuery(new And(List.of()));

    /** The letters that wait for an operator. */
    public static final LetterQuery OPEN = ALL.in(LetterState.OPEN);

    private final Expression expression;

    private LetterQuery(Expression expression) {
        this.expression = expression;
    }

    /**
     * Reads a query; an empty one means all letters.
     *
     * @param text e.g. {@code kind:REFUSED and not text:timeout}; docs/operations.md has the whole language
     * @param now what relative times are reckoned from
     * @param payloadFields names of the fields that integrations declare, see {@code Integration.searchFields}
     * @throws QuerySyntaxException when it cannot be understood; says where, why and what was expected
     */
    public static LetterQuery parse(String text, Instant now, Set<String> payloadFields) {
        return new LetterQuery(new Parser(text, now, payloadFields).parse());
    }

    /** What it says. */
    public Expression expression() {
        return expression;
    }

    /** The state, when a state is all that it names. */
    public Optional<LetterState> onlyState() {
        return expression instanceof Is is && is.field() == Field.STATE
                ? Optional.of(LetterState.valueOf(String.valueOf(is.value())))
                : Optional.empty();
    }

    /** Letters that both mean. */
    public LetterQuery and(LetterQuery other) {
        return and(other.expression);
    }

    private LetterQuery and(Expression other) {
        if (expression instanceof And and && and.parts().isEmpty()) {
            return new LetterQuery(other);
        }
        return new LetterQuery(new And(List.of(expression, other)));
    }

    /** Those of them that are in one of these states. */
    public LetterQuery in(LetterState first, LetterState... others) {
        List<Expression> parts = Stream.concat(Stream.of(first), Arrays.stream(others))
                .<Expression>map(state -> new Is(Field.STATE, state.name()))
                .toList();
        return and(parts.size() == 1 ? parts.get(0) : new Or(parts));
    }

    /** Those of one integration. */
    public LetterQuery ofIntegration(String name) {
        return and(new Is(Field.INTEGRATION, name));
    }

    /** Those of any of these integrations; of none, when none is named. */
    public LetterQuery ofIntegrations(Collection<String> names) {
        List<Expression> parts = names.stream()
                .sorted()
                .<Expression>map(name -> new Is(Field.INTEGRATION, name))
                .toList();
        // A single one lets lists read its index.
        return and(parts.size() == 1 ? parts.get(0) : new Or(parts));
    }

    /** Those of one kind of failure. */
    public LetterQuery ofKind(FailureKind kind) {
        return and(new Is(Field.KIND, kind.name()));
    }

    /** Those with one code. */
    public LetterQuery withCode(String code) {
        return and(new Is(Field.CODE, code));
    }

    /** Those of one record key; the key itself, it is compared by its digest. */
    public LetterQuery ofRecordKey(String key) {
        return and(new Is(Field.KEY, key));
    }

    /** Those of one cause. */
    public LetterQuery ofGroup(UUID cause) {
        return and(new Is(Field.CAUSE, cause));
    }

    /** Those of one message. */
    public LetterQuery ofMessage(UUID id) {
        return and(new Is(Field.MESSAGE, id));
    }

    /** Those that died from the first time on and before the second one. */
    public LetterQuery diedBetween(Instant from, Instant before) {
        return and(new Between(Field.DIED, Optional.of(from), Optional.of(before)));
    }

    /**
     * What it says, for records that are kept for ever: times are absolute, and record keys, payload values and searched words, which
     * may be personal, are left out.
     */
    public String outline() {
        return Outline.of(expression);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LetterQuery query && query.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    /** Without its values: they may be personal data. */
    @Override
    public String toString() {
        return "LetterQuery";
    }
}
