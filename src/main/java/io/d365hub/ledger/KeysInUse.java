package io.d365hub.ledger;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Knows for which record keys the newest delivered sequence is still needed, however old it is. */
@FunctionalInterface
public interface KeysInUse {

    /** Those of the key digests that an operator may still replay a dead letter of. */
    Set<UUID> inUse(Handle handle, Collection<UUID> keyDigests);
}
