package io.d365hub.simulator.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the parts of an address together in its composite column, one line each. */
final class CompositeAddress implements RowRule {

    private static final String COMPOSITE = "_composite";

    private final List<String> prefixes;
    private final RowRule further;

    /** @param further what else the table computes */
    CompositeAddress(List<String> prefixes, RowRule further) {
        this.prefixes = List.copyOf(prefixes);
        this.further = further;
    }

    static String columnOf(String prefix) {
        return prefix + COMPOSITE;
    }

    @Override
    public void apply(TableDefinition table, Object[] values) {
        further.apply(table, values);
        for (String prefix : prefixes) {
            String place = joined(
                    ", ",
                    value(table, values, prefix + "_city"),
                    joined(
                            " ",
                            value(table, values, prefix + "_stateorprovince"),
                            value(table, values, prefix + "_postalcode")));
            values[table.column(columnOf(prefix)).ordinal()] = joined(
                    "\r\n",
                    value(table, values, prefix + "_line1"),
                    value(table, values, prefix + "_line2"),
                    value(table, values, prefix + "_line3"),
                    place,
                    value(table, values, prefix + "_country"));
        }
    }

    private static String value(TableDefinition table, Object[] values, String column) {
        return (String) values[table.column(column).ordinal()];
    }

    private static String joined(String between, String... parts) {
        String text = Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(between));
        return text.isEmpty() ? null : text;
    }
}
