package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.Ready;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * What one caller wants written, a row or a changeset, from the moment when it is handed over until its verdict. Its
 * state is guarded by the lock of its {@link GroupCommit}.
 */
abstract class Unit {

    final Set<String> keys;
    final BooleanSupplier wanted;
    /** Null for a unit that never travels with others. */
    final Group group;
    /** In how many queues of its keys others stand before it. */
    int behind;
    /** It has its verdict. */
    boolean settled;
    /** It is sent by itself already. */
    boolean goesAlone;

    Unit(Set<String> keys, BooleanSupplier wanted, Group group) {
        this.keys = keys;
        this.wanted = wanted;
        this.group = group;
    }

    /** Null for a unit that never travels with others. */
    abstract Ready ready();

    int weight() {
        return ready().operations();
    }

    /** Writes it with a request of its own; ends with its outcome, never exceptionally. */
    abstract CompletableFuture<PartOutcome> alone(boolean afterLoss);

    /** Tells the caller. */
    abstract void settle(PartOutcome outcome);
}
