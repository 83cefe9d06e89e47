package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;

/** Finds committed rows. */
final class Rows {

    private Rows() {}

    /** The row at this address, or null. */
    static Row find(Environment environment, RowAddress address) {
        Table table = environment.database().table(address.table());
        return address.id() != null
                ? table.find(address.id())
                : table.find(address.key(), KeyValues.of(address.keyValues()));
    }
}
