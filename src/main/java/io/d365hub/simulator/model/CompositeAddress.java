package io.d365hub.simulator.model;

import java.util.List;

/** Puts the parts of an address together in its composite column, one line each. */
final class CompositeAddress implements RowRule {

    private static final String COMPOSITE = "_composite";
    private static final String LINE = "\r\n";

    private final List<Parts> addresses;
    private final RowRule further;

    /** The names of an address's columns, put together once: a row is written often. */
    private record Parts(
            String city,
            String state,
            String postalCode,
            String line1,
            String line2,
            String line3,
            String country,
            String composite) {

        static Parts of(String prefix) {
            return new Parts(
                    prefix + "_city",
                    prefix + "_stateorprovince",
                    prefix + "_postalcode",
                    prefix + "_line1",
                    prefix + "_line2",
                    prefix + "_line3",
                    prefix + "_country",
                    columnOf(prefix));
        }
    }

    /** @param further what else the table computes */
    CompositeAddress(List<String> prefixes, RowRule further) {
        this.addresses = prefixes.stream().map(Parts::of).toList();
        this.further = further;
    }

    static String columnOf(String prefix) {
        return prefix + COMPOSITE;
    }

    @Override
    public void apply(TableDefinition table, Object[] values) {
        further.apply(table, values);
        for (Parts parts : addresses) {
            String region = joined(" ", value(table, values, parts.state()), value(table, values, parts.postalCode()));
            String place = joined(", ", value(table, values, parts.city()), region);
            String street = joined(LINE, value(table, values, parts.line1()), value(table, values, parts.line2()));
            String lines = joined(LINE, joined(LINE, street, value(table, values, parts.line3())), place);
            values[table.column(parts.composite()).ordinal()] =
                    joined(LINE, lines, value(table, values, parts.country()));
        }
    }

    private static String value(TableDefinition table, Object[] values, String column) {
        return (String) values[table.column(column).ordinal()];
    }

    /** Both with the text between them, or the one that is there, or null; the empty text is none. */
    private static String joined(String between, String first, String second) {
        String left = first == null || first.isEmpty() ? null : first;
        String right = second == null || second.isEmpty() ? null : second;
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left + between + right;
    }
}
