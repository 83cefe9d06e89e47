package io.d365hub.simulator.query;

import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.UuidOrder;
import java.util.Comparator;
import java.util.UUID;

/** Orders column values of one type: nulls first, texts without case. */
public enum ValueOrder implements Comparator<Object> {
    INSTANCE;

    @Override
    @SuppressWarnings("unchecked") // both values are of one class
    public int compare(Object a, Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        if (a instanceof String text) {
            return text.compareToIgnoreCase(b.toString());
        }
        if (a instanceof UUID || a instanceof Reference) {
            return UuidOrder.INSTANCE.compare(id(a), id(b));
        }
        if (a.getClass() != b.getClass()) {
            return a.toString().compareTo(b.toString()); // metadata only, which is not typed here
        }
        return ((Comparable<Object>) a).compareTo(b);
    }

    private static UUID id(Object value) {
        return value instanceof Reference reference ? reference.id() : (UUID) value;
    }
}
