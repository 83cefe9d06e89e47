package io.d365hub.simulator;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.BaseAmounts;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Transaction;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Puts seeded rows into one table. The values are trusted: they are ours. */
final class SeedTable {

    private final Transaction transaction;
    private final TableDefinition table;
    private final Reference user;
    private final Reference currency;
    private final Instant created;

    SeedTable(Transaction transaction, String table, Reference user, Reference currency, Instant created) {
        this.transaction = transaction;
        this.table = transaction.database().model().table(table);
        this.user = user;
        this.currency = currency;
        this.created = created;
    }

    /** Stores a row with these columns, by logical name, and returns how others point at it. */
    Reference put(UUID id, Map<String, Object> columns) {
        Object[] values = new Object[table.width()];
        values[0] = id;
        set(values, "createdon", created);
        set(values, "modifiedon", created);
        set(values, "createdby", user);
        set(values, "modifiedby", user);
        setLookup(values, "ownerid", user);
        setLookup(values, "transactioncurrencyid", currency);
        ColumnDefinition state = table.column("statecode");
        if (state != null) {
            set(values, "statecode", state.choices().get(0).value());
            set(values, "statuscode", state.choices().get(0).state());
        }
        columns.forEach((name, value) -> set(values, name, value));
        BaseAmounts.fill(table, values, priced -> BaseAmounts.rate(transaction, priced));
        table.rule().apply(table, values);
        transaction.put(table, values);
        return new Reference(table.logicalName(), id);
    }

    Reference put(Map<String, Object> columns) {
        return put(transaction.database().newId(), columns);
    }

    private void setLookup(Object[] values, String name, Reference value) {
        ColumnDefinition column = table.column(name);
        if (column != null && column.type().isLookup()) {
            values[column.ordinal()] = value;
        }
    }

    private void set(Object[] values, String name, Object value) {
        ColumnDefinition column = table.column(name);
        if (column == null) {
            return;
        }
        Object scaled = value instanceof java.math.BigDecimal number && column.type() == ColumnType.MONEY
                ? number.setScale(4)
                : value;
        values[column.ordinal()] = scaled;
    }
}
