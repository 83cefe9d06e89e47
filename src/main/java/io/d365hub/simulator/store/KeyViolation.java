package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.TableDefinition;

/** A row would have had the same values of an alternate key as another row. */
@SuppressWarnings("serial") // never serialized
public final class KeyViolation extends RuntimeException {

    private final TableDefinition table;
    private final AlternateKey key;
    private final Row refused;

    KeyViolation(TableDefinition table, AlternateKey key, Row refused) {
        super("key " + key.logicalName() + " of table " + table + " violated", null, false, false);
        this.table = table;
        this.key = key;
        this.refused = refused;
    }

    public TableDefinition table() {
        return table;
    }

    public AlternateKey key() {
        return key;
    }

    /** The row that was not stored. */
    public Row refused() {
        return refused;
    }
}
