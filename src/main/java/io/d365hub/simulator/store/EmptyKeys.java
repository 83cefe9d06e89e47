package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;

/**
 * Keys whose columns are empty, where they count as values [U] §17.5. Compares with every committed row, so it is for small
 * tables; rows of the same transaction are not compared.
 */
public final class EmptyKeys {

    private EmptyKeys() {}

    /**
     * Compares a row that is about to be stored.
     *
     * @param values of the row, by ordinal
     * @throws KeyViolation when another row has the same values, empty ones included
     */
    public static void check(Database database, TableDefinition table, Object[] values) {
        Row row = new Row(values);
        for (AlternateKey key : database.table(table).definition().activeKeys()) {
            if (KeyValues.of(key, row) != null) {
                continue;
            }
            for (Row other : database.table(table).rows()) {
                if (!other.id().equals(row.id()) && equal(key, row, other)) {
                    throw new KeyViolation(table, key, row);
                }
            }
        }
    }

    private static boolean equal(AlternateKey key, Row one, Row other) {
        for (ColumnDefinition column : key.columns()) {
            Object value = one.value(column);
            Object another = other.value(column);
            boolean same = (value == null || another == null)
                    ? value == another
                    : KeyValues.normalized(value).equals(KeyValues.normalized(another));
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
