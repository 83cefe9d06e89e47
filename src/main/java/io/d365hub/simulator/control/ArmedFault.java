package io.d365hub.simulator.control;

import io.d365hub.simulator.operation.Operation;
import io.d365hub.simulator.operation.OperationKind;

/** A fault that waits for its calls. Thread-safe. */
public final class ArmedFault {

    private final Fault fault;
    private int seen;
    private int happened;

    ArmedFault(Fault fault) {
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** How often it has happened so far. */
    public synchronized int happened() {
        return happened;
    }

    /** Whether it is meant for this request; {@code operation} is null where there is none. */
    boolean matches(OperationKind kind, Operation operation) {
        boolean right = fault.on() == OperationKind.ANY
                // A fault for a row of any kind strikes the row's own part of a batch, not the whole batch.
                ? kind != OperationKind.TOKEN && (kind != OperationKind.BATCH || fault.matchKey() == null)
                : fault.on() == kind || (fault.matchKey() != null && kind.isManyOf(fault.on()));
        return right && concerns(operation);
    }

    /** Whether it is meant for this part of a batch. */
    boolean matchesPart(Operation operation) {
        boolean right = fault.on() == OperationKind.ANY
                ? fault.matchKey() != null
                : fault.on() == operation.kind()
                        || (fault.matchKey() != null && operation.kind().isManyOf(fault.on()));
        return right && concerns(operation);
    }

    private boolean concerns(Operation operation) {
        return fault.matchKey() == null || (operation != null && operation.mentions(fault.matchKey()));
    }

    /** Counts a matching call; true when the fault happens to it. */
    synchronized boolean strikes() {
        seen++;
        if (seen <= fault.afterCalls() || (fault.times() > 0 && happened >= fault.times())) {
            return false;
        }
        happened++;
        return true;
    }
}
