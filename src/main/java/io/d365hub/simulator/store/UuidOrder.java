package io.d365hub.simulator.store;

import java.util.Comparator;
import java.util.UUID;

/** Orders UUIDs as their text sorts. {@link UUID#compareTo} compares signed halves, which nobody can follow in a page. */
public enum UuidOrder implements Comparator<UUID> {
    INSTANCE;

    @Override
    public int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
