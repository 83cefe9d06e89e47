package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.AutoNumber;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.RequiredLevel;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInputReader;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a new row gets that its creator did not say: the key of its address, owner, currency, numbers. */
final class NewRow {

    private final Environment environment;
    private final Database database;
    private final Reference owner;

    /** @param owner who owns it when nothing is said */
    NewRow(Environment environment, Database database, Reference owner) {
        this.environment = environment;
        this.database = database;
        this.owner = owner;
    }

    /** Takes the key values that an upsert named in its URL where the body has none. */
    static void copyKey(RowAddress address, Object[] values) {
        for (int i = 0; i < address.keyValues().size(); i++) {
            ColumnDefinition column = address.key().columns().get(i);
            if (values[column.ordinal()] == null) {
                Object value = address.keyValues().get(i);
                if (value instanceof String text && text.length() > column.maxLength()) {
                    throw PayloadError.tooLong(address.table(), column);
                }
                values[column.ordinal()] = column.type().isLookup()
                        ? new Reference(column.targets().get(0).target(), (UUID) value)
                        : value;
            }
        }
    }

    /** Fills owner, currency and automatic numbers where they are empty. */
    void fill(TableDefinition table, Object[] values) {
        fillLookup(table.column("ownerid"), values, owner);
        fillLookup(table.column("transactioncurrencyid"), values, environment.baseCurrency());
        for (ColumnDefinition column : table.computed().numbered()) {
            if (values[column.ordinal()] == null) {
                values[column.ordinal()] = AutoNumber.fill(
                        column.autoNumberFormat(),
                        database.nextNumber(column),
                        environment.clock().instant(),
                        ThreadLocalRandom.current());
            }
        }
    }

    private static void fillLookup(ColumnDefinition column, Object[] values, Reference reference) {
        if (column != null && column.type().isLookup() && values[column.ordinal()] == null) {
            values[column.ordinal()] = reference;
        }
    }

    static void checkRequired(TableDefinition table, Object[] values) {
        for (ColumnDefinition column : table.columns()) {
            if (column.required() == RequiredLevel.SYSTEM_REQUIRED && values[column.ordinal()] == null) {
                throw RowInputReader.requiredMissing(table, column);
            }
        }
    }
}
