package io.d365hub.reload;

/** Keeps the doors of integrations open while their routes are replaced: senders notice nothing. The root implements it. */
@FunctionalInterface
public interface OpenDoors {

    /** From now on doors stay open whose routes stop, until the returned lease is closed; then those without route shut. */
    Lease keep();

    /** Ends it. */
    interface Lease extends AutoCloseable {

        @Override
        void close();
    }
}
