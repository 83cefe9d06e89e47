package io.d365hub.dataverse.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which row: a table, by its entity set name such as {@code salesorders}, and the row's id or alternate key. Immutable.
 * Its {@code toString} names table and key columns but no values: these may be personal data.
 */
public sealed interface RowRef {

    String table();

    /** As it stands in an address: quoted and percent-encoded, without the path before it. */
    String forUrl();

    /** As it stands in a JSON body, e.g. for {@code @odata.bind}: quoted, not percent-encoded. */
    String forBody();

    /** Whether a key value holds a character that no form of address survives ({@code / < > * % & : \ ? + #}). */
    boolean breaksAddress();

    /** By what the row is addressed, e.g. {@code ordernumber}; no values. */
    String keyNames();

    /** @throws IllegalArgumentException for a table name that cannot be one */
    static ById byId(String table, UUID id) {
        return new ById(table, id);
    }

    /**
     * By alternate key. Values are {@code String}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code BigDecimal},
     * {@code UUID}, {@code Instant} or {@code LocalDate}; a lookup in a key is named {@code _<column>_value} and holds a
     * {@code UUID}.
     *
     * @param key all columns of one declared alternate key
     * @throws IllegalArgumentException for a name or value that cannot be addressed; the message names the column only
     */
    static ByKey byKey(String table, Map<String, Object> key) {
        return new ByKey(table, key);
    }

    /** By the GUID of its primary key. */
    record ById(String table, UUID id) implements RowRef {

        public ById {
            check("table", table);
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String forUrl() {
            return table + "(" + id + ")";
        }

        @Override
        public String forBody() {
            return "/" + table + "(" + id + ")";
        }

        @Override
        public boolean breaksAddress() {
            return false;
        }

        @Override
        public String keyNames() {
            return "id";
        }

        @Override
        public String toString() {
            return table + " by id";
        }
    }

    /** By the values of an alternate key. */
    record ByKey(String table, Map<String, Object> key) implements RowRef {

        public ByKey {
            check("table", table);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("A row of '" + table + "' is addressed by a key without columns");
            }
            key.forEach((column, value) -> {
                check("column", column);
                KeyLiteral.check(column, value);
            });
            key = key.size() == 1 ? Map.copyOf(key) : Collections.unmodifiableMap(new LinkedHashMap<>(key));
        }

        @Override
        public String forUrl() {
            return written(table + "(", KeyLiteral::encoded);
        }

        @Override
        public String forBody() {
            return written("/" + table + "(", KeyLiteral::plain);
        }

        /** No stream: this runs for each row that is written. */
        private String written(String before, Function<Object, String> literal) {
            StringBuilder text = new StringBuilder(before);
            String comma = "";
            for (Map.Entry<String, Object> column : key.entrySet()) {
                text.append(comma).append(column.getKey()).append('=').append(literal.apply(column.getValue()));
                comma = ",";
            }
            return text.append(')').toString();
        }

        @Override
        public boolean breaksAddress() {
            for (Object value : key.values()) {
                if (KeyLiteral.breaksAddress(value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String keyNames() {
            return key.size() == 1 ? key.keySet().iterator().next() : String.join(", ", key.keySet());
        }

        /** The same as a condition of a query. */
        String asFilter() {
            return key.entrySet().stream()
                    .map(e -> e.getKey() + " eq " + KeyLiteral.plain(e.getValue()))
                    .collect(Collectors.joining(" and "));
        }

        @Override
        public String toString() {
            return table + " by " + keyNames();
        }
    }

    private static void check(String what, String name) {
        if (!LogicalName.isOne(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a " + what
                    + (what.equals("table") ? ": give its entity set name, e.g. salesorders" : ""));
        }
    }
}
