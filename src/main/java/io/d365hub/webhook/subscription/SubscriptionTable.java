package io.d365hub.webhook.subscription;

import io.d365hub.database.HubDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The subscriptions in the hub's database, for all its processes. Thread-safe; blocks. */
public final class SubscriptionTable {

    private static final String COLUMNS =
            "select name, definition, declared_in, secrets, state, because, failing_since, missed, revision"
                    + " from webhook_subscription";

    private final HubDatabase database;

    public SubscriptionTable(HubDatabase database) {
        this.database = database;
    }

    /** By name, the revision of each: changes when the subscription does. */
    Map<String, Long> revisions() {
        return database.jdbi().withHandle(handle -> {
            Map<String, Long> revisions = new HashMap<>();
            handle.createQuery("select name, revision from webhook_subscription")
                    .map((row, context) -> revisions.put(row.getString(1), row.getLong(2)))
                    .list();
            return revisions;
        });
    }

    /** All of them, by name. */
    public List<StoredSubscription> all() {
        return database.jdbi().withHandle(handle -> handle.createQuery(COLUMNS + " order by name")
                .map((row, context) -> stored(row))
                .list());
    }

    /** One of them. */
    public Optional<StoredSubscription> find(String name) {
        return database.jdbi().withHandle(handle -> handle.createQuery(COLUMNS + " where name = :name")
                .bind("name", name)
                .map((row, context) -> stored(row))
                .findOne());
    }

    private static StoredSubscription stored(ResultSet row) throws SQLException {
        long failing = row.getLong("failing_since");
        return new StoredSubscription(
                row.getString("name"),
                row.getString("definition"),
                row.getString("declared_in"),
                row.getString("secrets"),
                SubscriptionState.valueOf(row.getString("state")),
                row.getString("because"),
                failing == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(failing)),
                row.getLong("missed"),
                row.getLong("revision"));
    }

    /** Adds one, enabled; false when there is one of this name. */
    public boolean add(String name, String definition, String declaredIn, String secrets) {
        return database.inTransaction(
                handle -> handle.createUpdate("insert into webhook_subscription (name, definition,"
                                        + " declared_in, secrets, state, because, failing_since, missed, revision)"
                                        + " select :name, :definition, :declared, :secrets, 'ENABLED', '', 0, 0, 1"
                                        + " where not exists (select 1 from webhook_subscription where name = :name)")
                                .bind("name", name)
                                .bind("definition", definition)
                                .bind("declared", declaredIn)
                                .bind("secrets", secrets)
                                .execute()
                        == 1);
    }

    /** Changes what it wants. */
    public void define(String name, String definition, String declaredIn) {
        change(name, "definition = :definition, declared_in = :declared", update -> update.bind(
                        "definition", definition)
                .bind("declared", declaredIn));
    }

    /** Changes its secrets, unless somebody else has changed them since they were read. */
    public boolean secrets(String name, String before, String after) {
        return database.inTransaction(handle -> handle.createUpdate("update webhook_subscription set secrets = :after,"
                                + " revision = revision + 1 where name = :name and secrets = :before")
                        .bind("name", name)
                        .bind("before", before)
                        .bind("after", after)
                        .execute()
                == 1);
    }

    /** Changes its state; what it failed before is forgotten. */
    public void state(String name, SubscriptionState state, String because) {
        change(name, "state = :state, because = :because, failing_since = 0", update -> update.bind(
                        "state", state.name())
                .bind("because", because));
    }

    private interface Binding {
        void to(Update update);
    }

    private void change(String name, String set, Binding values) {
        database.inTransaction(handle -> {
            Update update = handle.createUpdate(
                            "update webhook_subscription set " + set + ", revision = revision + 1 where name = :name")
                    .bind("name", name);
            values.to(update);
            return update.execute();
        });
    }

    /** Notes since when it fails; empty when it does no more. The earliest of several processes counts. */
    void failingSince(String name, Optional<Instant> since) {
        quietly(
                "update webhook_subscription set failing_since = :value where name = :name"
                        + (since.isPresent() ? " and failing_since = 0" : ""),
                name,
                since.map(Instant::toEpochMilli).orElse(0L));
    }

    void missed(String name, long events) {
        quietly("update webhook_subscription set missed = missed + :value where name = :name", name, events);
    }

    private void quietly(String statement, String name, long value) {
        database.inTransaction((Handle handle) -> handle.createUpdate(statement)
                .bind("name", name)
                .bind("value", value)
                .execute());
    }

    void delete(String name) {
        database.inTransaction(handle -> handle.createUpdate("delete from webhook_subscription where name = :name")
                .bind("name", name)
                .execute());
    }
}
