package io.d365hub.simulator.control;

import io.d365hub.simulator.operation.Operation;
import io.d365hub.simulator.operation.OperationKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** All faults, asked in the order in which they were added. Thread-safe. */
public final class Faults {

    /** More than this is a script that forgot to clear. */
    private static final int MOST = 1000;

    private final CopyOnWriteArrayList<ArmedFault> faults = new CopyOnWriteArrayList<>();

    public void add(Fault fault) {
        if (faults.size() >= MOST) {
            throw new IllegalArgumentException("there are " + MOST + " faults already; DELETE /_simulator/faults");
        }
        faults.add(new ArmedFault(fault));
    }

    public void clear() {
        faults.clear();
    }

    public List<ArmedFault> all() {
        return List.copyOf(faults);
    }

    /** The fault that happens to this request, and counts it; {@code operation} is null where there is none. */
    public Optional<Fault> strike(OperationKind kind, Operation operation) {
        return first(fault -> fault.matches(kind, operation));
    }

    /** The fault that happens to this part of a batch, and counts it. */
    public Optional<Fault> strikePart(Operation operation) {
        return first(fault -> fault.matchesPart(operation));
    }

    private Optional<Fault> first(Predicate<ArmedFault> matches) {
        for (ArmedFault fault : faults) {
            if (matches.test(fault) && fault.strikes()) {
                return Optional.of(fault.fault());
            }
        }
        return Optional.empty();
    }
}
