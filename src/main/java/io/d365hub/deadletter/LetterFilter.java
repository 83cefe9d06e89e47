package io.d365hub.deadletter;

import io.d365hub.message.RecordKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/** A {@link LetterQuery} as a condition of SQL over the table {@code dead_letter d}, and its parameters. */
final class LetterFilter {

    private static final String LATEST_FIRST = "d.died_at desc, d.id desc";

    private final LetterQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    LetterFilter(LetterQuery query) {
        this.query = query;
        if (!query.states().isEmpty()) {
            // Names of constants of ours: no parameters needed, and the planner sees which ones.
            String names = query.states().stream()
                    .map(state -> "'" + state.name() + "'")
                    .collect(Collectors.joining(", "));
            // Only with an equation H2 sees that the index has the order of the list.
            conditions.add(query.states().size() == 1 ? "d.state = " + names : "d.state in (" + names + ")");
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

    /**
     * The order of lists: latest death first. The columns before it are equal in all rows; they are named because H2 reads
     * an index in its order only when the order begins with the index's first column.
     */
    String order() {
        boolean few = query.recordKey().isPresent() || query.message().isPresent();
        if (few || query.states().size() != 1) {
            return LATEST_FIRST;
        }
        if (query.group().isPresent()) {
            return "d.group_id, d.state, " + LATEST_FIRST;
        }
        return query.integration().isPresent() ? "d.integration, d.state, " + LATEST_FIRST : "d.state, " + LATEST_FIRST;
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(parameters);
    }
}
