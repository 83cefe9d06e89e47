package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * What one caller wants written, a row or a changeset, from the moment when it is handed over until its verdict. Its
 * state is guarded by the lock of its {@link GroupCommit}.
 */
abstract class Unit {

    /** Texts for the rows that it writes, and its line. */
    final List<Object> keys;
    /** Null when it stands in none. */
    final WriteLine line;

    final BooleanSupplier wanted;
    /** Null for a unit that never travels with others. */
    final Group group;
    /** In how many queues of its keys others stand before it. */
    int behind;
    /** It has its verdict. */
    boolean settled;
    /** It is to be sent by itself, or is already. */
    boolean goesAlone;
    /** The same, and a request whose answer was lost may have written it. */
    boolean afterLoss;

    Unit(Set<String> rows, WriteLine line, BooleanSupplier wanted, Group group) {
        this.keys = keys(rows, line);
        this.line = line;
        this.wanted = wanted;
        this.group = group;
    }

    private static List<Object> keys(Set<String> rows, WriteLine line) {
        if (line == null) {
            return List.copyOf(rows);
        }
        List<Object> all = new ArrayList<>(rows);
        all.add(line);
        return all;
    }

    /** Null for a unit that never travels with others. */
    abstract Ready ready();

    int weight() {
        return ready().operations();
    }

    /** Writes it with a request of its own; ends with its outcome, never exceptionally. */
    abstract CompletableFuture<PartOutcome> alone(boolean afterLoss);

    /** Why it was not written when it was given up. */
    abstract DataverseException withdrawn();

    boolean standsInBrokenLine() {
        return line != null && line.isBroken();
    }

    /** Tells the caller. */
    abstract void settle(PartOutcome outcome);
}
