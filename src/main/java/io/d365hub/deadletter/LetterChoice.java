package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.deadletter.query.SqlCondition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Letters that an operator has chosen.
 *
 * @param ids these
 * @param query or all that agree with it
 * @param expected how many the operator was shown; when others have come or gone since, nothing is done
 */
public record LetterChoice(List<UUID> ids, Optional<LetterQuery> query, OptionalLong expected) {

    public LetterChoice {
        ids = List.copyOf(ids);
    }

    public static LetterChoice of(Collection<UUID> ids) {
        return new LetterChoice(ids.stream().distinct().toList(), Optional.empty(), OptionalLong.empty());
    }

    /** All that agree with the query, whatever states it names: what is done decides which states matter. */
    public static LetterChoice of(LetterQuery query) {
        return new LetterChoice(List.of(), Optional.of(query), OptionalLong.empty());
    }

    /** The same, if it is so many letters. */
    public LetterChoice expecting(long number) {
        return new LetterChoice(ids, query, OptionalLong.of(number));
    }

    /** The choice among letters in one state, as a condition over {@code dead_letter d}. */
    Condition in(LetterState state, HubDatabase database) {
        return new Condition(query.map(chosen -> new SqlCondition(chosen.in(state), database)), ids, state);
    }

    /** A condition of SQL and its parameters. */
    record Condition(Optional<SqlCondition> query, List<UUID> ids, LetterState state) {

        String sql() {
            return query.map(SqlCondition::sql).orElse("d.id = any (:ids) and d.state = '" + state.name() + "'");
        }

        <S extends SqlStatement<S>> S bind(S statement) {
            return query.isPresent() ? query.get().bind(statement) : statement.bindArray("ids", UUID.class, ids);
        }
    }
}
