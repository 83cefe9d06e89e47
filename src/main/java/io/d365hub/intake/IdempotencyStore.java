package io.d365hub.intake;

import io.d365hub.database.HubDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The requests with an Idempotency-Key, in SQL: what body each had, and whether it reached the broker. Shared by all hub
 * processes on one database. Thread-safe; no method but {@link #prune} and {@link #sentTo} blocks.
 *
 * <p>A key is written down before its message is sent. So when two bodies come under one key, even at two processes or
 * around a crash, one of them wins for good. What is written down but not sent is sent when the request comes again.
 */
public final class IdempotencyStore implements AutoCloseable {

    /** Keep the promise that a request is answered within two seconds. A mark is not worth waiting for. */
    private static final Duration LONGEST_CLAIM = Duration.ofMillis(1_500);

    private static final Duration LONGEST_MARK = Duration.ofMillis(300);

    private static final int MOST_IN_ROUND = 500;
    private static final int MOST_WAITING = 20_000;
    private static final int PRUNED_AT_ONCE = 1_000;

    private final HubDatabase database;
    private final InstantSource clock;
    private final Duration retention;
    private final MicroBatches<Claim, Claimed> claims;
    private final MicroBatches<UUID, Boolean> marks;

    /** What the store knows of a key. */
    enum Claimed {
        /** It is this body's, and its message is not known to be in the broker. */
        TO_SEND,
        /** It is this body's, and its message is in the broker. */
        SENT,
        /** It is another body's. */
        OTHER_BODY
    }

    private record Claim(UUID id, String integration, byte[] bodySha256) {}

    private record Row(byte[] bodySha256, boolean stored) {}

    /** Starts two threads. */
    public IdempotencyStore(HubDatabase database, InstantSource clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
        this.claims = new MicroBatches<>("idempotency-claims", MOST_IN_ROUND, MOST_WAITING, this::claimAll);
        this.marks = new MicroBatches<>("idempotency-marks", MOST_IN_ROUND, MOST_WAITING, this::markAll);
    }

    /** Writes the key of this message down, unless it is there. One id must not be claimed twice at the same moment. */
    CompletionStage<Claimed> claim(UUID id, String integration, byte[] bodySha256) {
        return claims.submit(new Claim(id, integration, bodySha256))
                .orTimeout(LONGEST_CLAIM.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Notes that the message of a claimed key is in the broker. */
    CompletionStage<Boolean> markSent(UUID id) {
        return marks.submit(id).orTimeout(LONGEST_MARK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The integration to whose queue the message of this id was sent; empty when its id was not derived from a key. Blocks. */
    public Optional<String> sentTo(UUID id) {
        return database.inTransaction(handle -> handle.createQuery(
                        "select integration from idempotency_key where message_id = :id and stored = 1 and integration <> ''")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    private List<Claimed> claimAll(List<Claim> round) {
        // In one order everywhere, so that two processes cannot lock each other out.
        List<Claim> ordered =
                round.stream().sorted(Comparator.comparing(Claim::id)).toList();
        Map<UUID, Row> rows = database.inTransaction(handle -> {
            insert(handle, ordered);
            return read(handle, ordered);
        });
        return round.stream().map(claim -> judge(claim, rows.get(claim.id()))).toList();
    }

    private static Claimed judge(Claim claim, Row row) {
        if (!Arrays.equals(row.bodySha256(), claim.bodySha256())) {
            return Claimed.OTHER_BODY;
        }
        return row.stored() ? Claimed.SENT : Claimed.TO_SEND;
    }

    private void insert(Handle handle, List<Claim> claims) {
        PreparedBatch batch = handle.prepareBatch(
                "insert into idempotency_key (message_id, integration, body_sha256, received_at, stored)"
                        + " values (:id, :integration, :body, :now, 0) on conflict do nothing");
        long now = clock.millis();
        for (Claim claim : claims) {
            batch.bind("id", claim.id())
                    .bind("integration", claim.integration())
                    .bind("body", claim.bodySha256())
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    private static Map<UUID, Row> read(Handle handle, List<Claim> claims) {
        Map<UUID, Row> rows = new HashMap<>();
        handle.createQuery("select message_id, body_sha256, stored from idempotency_key where message_id = any(:ids)")
                .bind("ids", array(claims.stream().map(Claim::id)))
                .map((row, context) -> Map.entry(
                        row.getObject("message_id", UUID.class),
                        new Row(row.getBytes("body_sha256"), row.getInt("stored") == 1)))
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    /** One parameter whatever the number, so that the database parses the statement once. */
    private static Argument array(Stream<UUID> ids) {
        Object[] elements = ids.toArray();
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("uuid", elements));
    }

    private List<Boolean> markAll(List<UUID> round) {
        database.inTransaction(
                handle -> handle.createUpdate("update idempotency_key set stored = 1 where message_id = any(:ids)")
                        .bind("ids", array(round.stream().sorted()))
                        .execute());
        return round.stream().map(id -> true).toList();
    }

    /**
     * Forgets keys older than the retention, a chunk at a time, so that no transaction is long. Blocks; to be called now
     * and then. Returns how many were forgotten.
     *
     * @param now the time by which they are old
     */
    public int prune(Instant now) {
        long oldest = now.minus(retention).toEpochMilli();
        int pruned = 0;
        int chunk;
        do {
            chunk = database.inTransaction(
                    handle -> handle.createUpdate("delete from idempotency_key where message_id in"
                                    + " (select message_id from idempotency_key where received_at < :oldest"
                                    + " order by received_at limit :most)")
                            .bind("oldest", oldest)
                            .bind("most", PRUNED_AT_ONCE)
                            .execute());
            pruned += chunk;
        } while (chunk == PRUNED_AT_ONCE);
        return pruned;
    }

    /** Finishes what it was asked; to be called before the database is closed. */
    @Override
    public void close() {
        claims.close();
        marks.close();
    }
}
