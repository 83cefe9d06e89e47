package io.d365hub.ledger;

import io.d365hub.database.HubDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Tells in which state messages are. Reads only. Thread-safe.
 *
 * <p>The figures of an integration are exact when nobody sends and it is drained: {@code queued} and {@code lagMillis} are
 * both 0 in the same answer. While messages move, queues and tables cannot be read at one instant, and {@code accepted} may
 * be off by the messages that moved meanwhile.
 */
public final class Ledger {

    private static final int PAGE = 10_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final HubDatabase database;
    private final InstantSource clock;
    private final QueueDepths depths;
    private final Supplier<Optional<Instant>> oldestUnfolded;

    /**
     * Makes a view.
     *
     * @param ingester whose work the lag is about
     */
    public Ledger(HubDatabase database, InstantSource clock, QueueDepths depths, ReceiptIngester ingester) {
        this(database, clock, depths, ingester::oldestUnfolded);
    }

    Ledger(HubDatabase database, InstantSource clock, QueueDepths depths, Supplier<Optional<Instant>> oldestUnfolded) {
        this.database = database;
        this.clock = clock;
        this.depths = depths;
        this.oldestUnfolded = oldestUnfolded;
    }

    /** One line for each integration that has queues or ever had a verdict, by name. */
    public List<Balance> balances() {
        // The order matters: what has left the queues by the first reading is a receipt or folded at the second, and
        // what
        // has been acknowledged by the second is in the tables at the third.
        Map<String, Long> queued = new TreeMap<>();
        for (String integration : new TreeSet<>(depths.integrations())) {
            queued.put(integration, depths.queued(integration));
        }
        long lag = lagMillis();
        Map<String, Map<MessageState, Long>> counters = counters();
        counters.keySet().forEach(name -> queued.putIfAbsent(name, depths.queued(name)));
        return queued.entrySet().stream()
                .map(line ->
                        balance(line.getKey(), line.getValue(), counters.getOrDefault(line.getKey(), Map.of()), lag))
                .toList();
    }

    private static Balance balance(String name, long inQueues, Map<MessageState, Long> counters, long lag) {
        // A replay is counted in the tables before its message is in the queue, and until its verdict is folded.
        long queued = Math.max(inQueues, counters.getOrDefault(MessageState.REPLAYING, 0L));
        long delivered = counters.getOrDefault(MessageState.DELIVERED, 0L);
        long filtered = counters.getOrDefault(MessageState.FILTERED, 0L);
        long dead = counters.getOrDefault(MessageState.DEAD, 0L);
        long discarded = counters.getOrDefault(MessageState.DISCARDED, 0L);
        long accepted = queued + delivered + filtered + dead + discarded;
        return new Balance(name, accepted, queued, delivered, filtered, dead, discarded, lag);
    }

    /** Age of the oldest receipt that is not folded yet, at least 1 while there is one; all integrations share it. */
    private long lagMillis() {
        Optional<Instant> oldest = oldestUnfolded.get();
        if (depths.receipts() == 0) {
            return 0;
        }
        return oldest.map(at -> Math.max(1, clock.millis() - at.toEpochMilli())).orElse(1L);
    }

    private Map<String, Map<MessageState, Long>> counters() {
        Map<String, Map<MessageState, Long>> counters = new HashMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("select i.name, c.state, c.messages from ledger_counter c"
                                + " join ledger_integration i on i.id = c.integration_id")
                        .map((row, context) -> counters.computeIfAbsent(
                                        row.getString(1), name -> new EnumMap<>(MessageState.class))
                                .put(MessageState.ofCode(row.getString(2)), row.getLong(3)))
                        .list());
        return counters;
    }

    /**
     * What is known of a message. Empty when it has no verdict yet, was never accepted, or ended longer ago than the
     * retention.
     */
    public Optional<LedgerEntry> find(UUID id) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select m.id, i.name, m.state, m.accepted_at, m.settled_at,"
                                + " coalesce(m.target_row, '') from ledger_bucket b"
                                + " join ledger_message m on m.bucket = b.first_sequence and m.id = :id"
                                + " join ledger_integration i on i.id = m.integration_id"
                                + " order by m.sequence desc limit 1")
                        .bind("id", id)
                        .map((row, context) -> new LedgerEntry(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                MessageState.ofCode(row.getString(3)),
                                Instant.ofEpochMilli(row.getLong(4)),
                                Instant.ofEpochMilli(row.getLong(5)),
                                row.getString(6)))
                        .findOne());
    }

    /** Shows every message of an integration that the ledger has, in no particular order. Memory stays flat. */
    public void forEach(String integration, BiConsumer<UUID, MessageState> reader) {
        List<Long> buckets = database.jdbi()
                .withHandle(handle -> handle.createQuery("select first_sequence from ledger_bucket")
                        .mapTo(Long.class)
                        .list());
        for (long bucket : buckets) {
            Line after = new Line(BEFORE_ALL, 0, null);
            List<Line> page;
            do {
                Line from = after;
                page = database.jdbi().withHandle(handle -> page(handle, integration, bucket, from));
                page.forEach(line -> reader.accept(line.id(), line.state()));
                after = page.isEmpty() ? after : page.get(page.size() - 1);
            } while (page.size() == PAGE);
        }
    }

    private record Line(UUID id, long sequence, MessageState state) {}

    private static List<Line> page(Handle handle, String integration, long bucket, Line after) {
        return handle.createQuery("select m.id, m.sequence, m.state from ledger_message m"
                        + " join ledger_integration i on i.id = m.integration_id"
                        + " where m.bucket = :bucket and i.name = :integration"
                        + " and (m.id > :id or (m.id = :id and m.sequence > :sequence))"
                        + " order by m.id, m.sequence limit :page")
                .bind("bucket", bucket)
                .bind("integration", integration)
                .bind("id", after.id())
                .bind("sequence", after.sequence())
                .bind("page", PAGE)
                .map((row, context) ->
                        new Line(row.getObject(1, UUID.class), row.getLong(2), MessageState.ofCode(row.getString(3))))
                .list();
    }

    /** Writes one line of JSON for each message of an integration: {@code {"id":"…","state":"DELIVERED"}}. */
    public void export(String integration, Appendable out) throws IOException {
        try {
            forEach(integration, (id, state) -> {
                try {
                    out.append("{\"id\":\"%s\",\"state\":\"%s\"}\n".formatted(id, state));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
