package io.d365hub.simulator.operation;

import java.util.List;
import java.util.Objects;

/**
 * A published duplicate detection rule: rows of a table are duplicates when all these columns have equal values, case
 * apart. A row in which one of them is empty has no duplicates.
 *
 * @param table logical name
 * @param columns logical names, at least one
 */
public record DuplicateRule(String table, List<String> columns) {

    /** The two that every new environment has: the same e-mail address. */
    static final List<DuplicateRule> SAMPLES = List.of(
            new DuplicateRule("account", List.of("emailaddress1")),
            new DuplicateRule("contact", List.of("emailaddress1")));

    public DuplicateRule {
        Objects.requireNonNull(table, "'table' is missing");
        columns = List.copyOf(Objects.requireNonNull(columns, "'columns' is missing"));
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("'columns' is empty");
        }
    }
}
