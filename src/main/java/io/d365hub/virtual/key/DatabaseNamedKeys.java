package io.d365hub.virtual.key;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Named keys in the hub's database, shared by all hub processes. Thread-safe. */
public final class DatabaseNamedKeys implements NamedKeys {

    private final HubDatabase database;

    public DatabaseNamedKeys(HubDatabase database) {
        this.database = database;
    }

    @Override
    public void remember(String table, Map<UUID, String> naturalKeys) {
        // Sorted, so that two processes never wait for each other's rows crosswise.
        Map<UUID, String> missing = new TreeMap<>(naturalKeys);
        try {
            database.inTransaction(handle -> {
                missing.keySet().removeAll(known(handle, table, missing.keySet()));
                insert(handle, table, missing);
                return missing;
            });
        } catch (RuntimeException e) {
            // Another process was first: then they are there.
            if (!SqlErrors.isBadData(e) || !allKnown(table, naturalKeys.keySet())) {
                throw e;
            }
        }
    }

    private boolean allKnown(String table, Collection<UUID> guids) {
        return database.jdbi().withHandle(handle -> known(handle, table, guids)).containsAll(guids);
    }

    private static Set<UUID> known(Handle handle, String table, Collection<UUID> guids) {
        if (guids.isEmpty()) {
            return Set.of();
        }
        return handle
                .createQuery("select guid from virtual_key where table_path = :table and guid in (<guids>)")
                .bind("table", table)
                .bindList("guids", guids)
                .mapTo(UUID.class)
                .stream()
                .collect(Collectors.toSet());
    }

    private static void insert(Handle handle, String table, Map<UUID, String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("insert into virtual_key (table_path, guid, natural_key) values (?, ?, ?)");
        keys.forEach((guid, natural) -> batch.add(table, guid, natural));
        batch.execute();
    }

    @Override
    public Optional<String> naturalKey(String table, UUID guid) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select natural_key from virtual_key where table_path = ? and guid = ?")
                .bind(0, table)
                .bind(1, guid)
                .mapTo(String.class)
                .findOne());
    }
}
