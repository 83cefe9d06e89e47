package io.d365hub.virtual.key;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The natural keys behind GUIDs that are hashes of them. Lasting; thread-safe; may block. */
public interface NamedKeys {

    /**
     * Remembers them. What is known already stays.
     *
     * @param table {@code <service>/<set>}
     */
    void remember(String table, Map<UUID, String> naturalKeys);

    /** The natural key, when it was remembered ever. */
    Optional<String> naturalKey(String table, UUID guid);
}
