package io.d365hub;

import io.d365hub.database.HubDatabase;
import io.d365hub.dataverse.ChangePosition;
import io.d365hub.dataverse.ChangePositions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Positions of change consumers in the hub's database, for all its processes. Thread-safe; blocks. */
final class DatabaseChangePositions implements ChangePositions {

    private final HubDatabase database;

    DatabaseChangePositions(HubDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<ChangePosition> load(String consumer) {
        return database.inTransaction(handle -> handle.createQuery(
                        "select phase, link, delta_link, load_began, columns_read from change_position"
                                + " where consumer = :consumer")
                .bind("consumer", consumer)
                .map((row, context) -> new ChangePosition(
                        ChangePosition.Phase.valueOf(row.getString("phase")),
                        row.getString("link"),
                        row.getString("delta_link"),
                        Instant.ofEpochMilli(row.getLong("load_began")),
                        columns(row.getString("columns_read"))))
                .findOne());
    }

    private static List<String> columns(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    @Override
    public void save(String consumer, ChangePosition position) {
        database.inTransaction(handle -> {
            delete(handle, consumer);
            return handle.createUpdate("insert into change_position"
                            + " (consumer, phase, link, delta_link, load_began, columns_read)"
                            + " values (:consumer, :phase, :link, :delta, :began, :columns)")
                    .bind("consumer", consumer)
                    .bind("phase", position.phase().name())
                    .bind("link", position.link())
                    .bind("delta", position.deltaLink())
                    .bind("began", position.loadBegan().toEpochMilli())
                    .bind("columns", String.join(",", position.columns()))
                    .execute();
        });
    }

    @Override
    public void clear(String consumer) {
        database.inTransaction(handle -> delete(handle, consumer));
    }

    private static int delete(Handle handle, String consumer) {
        return handle.createUpdate("delete from change_position where consumer = :consumer")
                .bind("consumer", consumer)
                .execute();
    }
}
