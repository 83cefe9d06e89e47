package io.d365hub.dataverse.client;

import io.d365hub.throttle.Priority;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * How urgent an operation is, and whether it is still wanted when its turn comes. Goes wherever the client asks for {@code
 * wanted}; anything else there counts as an event.
 *
 * @param still asked before each request on any thread; false ends the operation with nothing sent
 */
public record Wanted(BooleanSupplier still, Priority priority) implements BooleanSupplier {

    public Wanted {
        Objects.requireNonNull(still, "still");
        Objects.requireNonNull(priority, "priority");
    }

    /** How urgent an operation is that is asked for with this. */
    public static Priority priority(BooleanSupplier still) {
        return of(still).priority();
    }

    static Wanted of(BooleanSupplier still) {
        return still instanceof Wanted wanted ? wanted : new Wanted(still, Priority.EVENT);
    }

    @Override
    public boolean getAsBoolean() {
        return still.getAsBoolean();
    }
}
