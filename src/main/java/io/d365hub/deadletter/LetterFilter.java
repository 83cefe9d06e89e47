package io.d365hub.deadletter;

import io.d365hub.message.RecordKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** A {@link LetterQuery} as a condition of SQL over the table {@code dead_letter d}, and its parameters. */
final class LetterFilter {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    LetterFilter(LetterQuery query) {
        if (!query.states().isEmpty()) {
            List<String> names = new ArrayList<>();
            for (LetterState state : query.states()) {
                // Names of constants of ours: no parameter needed, and the planner sees which ones.
                names.add("'" + state.name() + "'");
            }
            conditions.add("d.state in (" + String.join(", ", names) + ")");
        }
        add("integration", "=", query.integration());
        add("kind", "=", query.kind().map(Enum::name));
        add("code", "=", query.code());
        add("key_digest", "=", query.recordKey().map(RecordKeys::digest));
        add("group_id", "=", query.group());
        add("message_id", "=", query.message());
        add("died_at", ">=", query.diedFrom().map(time -> time.toEpochMilli()));
        add("died_at", "<", query.diedBefore().map(time -> time.toEpochMilli()));
    }

    private void add(String column, String comparison, Optional<?> value) {
        value.ifPresent(given -> {
            String name = "filter" + parameters.size();
            conditions.add("d.%s %s :%s".formatted(column, comparison, name));
            parameters.put(name, given);
        });
    }

    /** True for every letter that is meant. */
    String condition() {
        return conditions.isEmpty() ? "1 = 1" : String.join(" and ", conditions);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(parameters);
    }
}
