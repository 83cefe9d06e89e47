package io.d365hub.bench;

import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.CauseState;
import io.d365hub.deadletter.Causes;
import io.d365hub.deadletter.DeadLetterIngester;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.KeyReleases;
import io.d365hub.deadletter.PublicWords;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integrations;
import io.d365hub.message.MessageIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Dead letters in numbers: how fast they are stored out of the broker's queue, and how long the pages of operators take with
 * all of them there. Arguments: letters, causes, H2 or POSTGRESQL.
 */
public final class DeadLetterBench {

    private static final int PORTION = 50_000;
    private static final int PER_COMMIT = 1000;
    private static final int LOOKS = 40;
    private static final double GOAL_INGEST = 10_000;
    private static final List<FailureKind> KINDS = List.of(
            FailureKind.REFUSED,
            FailureKind.REFUSED,
            FailureKind.REFUSED,
            FailureKind.UNREADABLE,
            FailureKind.TRANSIENT);

    private final int letters;
    private final int causes;
    private final TestDatabases kind;
    private final HubDatabase database;
    private final TestBroker broker;
    private final Instant start = Instant.now();
    private int made;

    private DeadLetterBench(int letters, int causes, TestDatabases kind, Path folder) {
        this.letters = letters;
        this.causes = causes;
        this.kind = kind;
        this.database = HubDatabase.open(kind.settings(folder.resolve("database")));
        this.broker = new TestBroker(folder.resolve("broker"));
    }

    public static void main(String... arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("replay")) {
            ReplayBench.run(
                    arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000,
                    arguments.length > 2 ? TestDatabases.valueOf(arguments[2]) : TestDatabases.POSTGRESQL);
            System.exit(0);
        }
        int letters = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int causes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        TestDatabases kind = arguments.length > 2 ? TestDatabases.valueOf(arguments[2]) : TestDatabases.POSTGRESQL;
        DeadLetterBench bench =
                new DeadLetterBench(letters, causes, kind, Files.createTempDirectory("dead-letter-bench"));
        bench.ingest();
        bench.look();
        System.exit(0);
    }

    private void ingest() throws Exception {
        Table.head("%,d dead letters of %,d causes, %s".formatted(letters, causes, kind));
        long nanos = 0;
        long slowest = 0;
        double databaseSeconds = 0;
        for (int from = 0; from < letters; from += PORTION) {
            int portion = Math.min(PORTION, letters - from);
            send(portion);
            double cpu = databaseSeconds();
            long before = System.nanoTime();
            try (DeadLetterIngester ingester = new DeadLetterIngester(
                    broker.connections, database, message -> Map.of("order", message.recordKey()), PublicWords.ALL)) {
                ingester.start();
                while (broker.connections.state().depth(QueueNames.DEAD_LETTERS) > 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
            long took = System.nanoTime() - before;
            nanos += took;
            databaseSeconds += databaseSeconds() - cpu;
            slowest = Math.max(slowest, took * PORTION / portion);
        }
        double rate = letters * 1e9 / nanos;
        Table.row("stored out of the broker's queue", rate, "/s", rate >= GOAL_INGEST, "10,000/s");
        Table.row("the slowest 50,000 of them", PORTION * 1e9 / slowest, "/s");
        if (databaseSeconds > 0) {
            // What says more than the rate on a machine with other work.
            Table.row("time on a processor that PostgreSQL needs for a letter", databaseSeconds * 1e6 / letters, "us");
        }
    }

    /** Time on a processor of PostgreSQL's processes for our connections; 0 for H2, and where there is no /proc. */
    private double databaseSeconds() {
        if (kind == TestDatabases.H2) {
            return 0;
        }
        return database
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select pid from pg_stat_activity where datname = current_database()")
                        .mapTo(Long.class)
                        .list())
                .stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(cpu -> cpu.toMillis() / 1000.0)
                .sum();
    }

    private void send(int portion) throws Exception {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer(QueueNames.DEAD_LETTERS)) {
            for (int n = 1; n <= portion; n++) {
                producer.send(DeadLetterCodec.encode(session, dying(made++)));
                if (n % PER_COMMIT == 0 || n == portion) {
                    session.commit();
                }
            }
        }
    }

    private Dying dying(int n) {
        int cause = (int) (Math.abs((long) n * 2_654_435_761L) % causes);
        Instant at = start.minusSeconds(7L * 24 * 3600).plusMillis((long) n * 7 * 24 * 3600 * 1000 / letters);
        HubMessage message = new HubMessage(
                UUID.randomUUID(),
                "integration-" + cause % 20,
                "webshop",
                "order " + n,
                n,
                at,
                "application/json",
                Map.of(),
                "{\"order_number\":\"order %d\",\"customer\":\"C-%d\",\"lines\":[{\"sku\":\"A\",\"quantity\":2}]}"
                        .formatted(n, n % 5000)
                        .getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        Failure failure = Failure.of(
                        KINDS.get(cause % KINDS.size()),
                        "0x800%05x".formatted(cause % 40),
                        "Order " + n + " was not written to salesorders.",
                        "Dataverse answered 400: the account 'A-%d' of reason %s does not exist in region %s."
                                .formatted(n, word(cause), word(cause * 7 + 1)),
                        "Correct the value at its source or in the mapping, then replay the message.")
                .at("table" + cause % 10, "dataverse:upsert");
        return new Dying(MessageIds.timeOrdered(at), message, failure, 1, at, at);
    }

    /** A word of letters only, as causes are told apart by those. */
    private static String word(int n) {
        StringBuilder word = new StringBuilder("w");
        for (int rest = n; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }

    private void look() {
        if (kind == TestDatabases.POSTGRESQL) {
            database.jdbi().useHandle(handle -> handle.execute("analyze"));
        }
        double limit = kind == TestDatabases.POSTGRESQL ? 300 : 1000;
        DeadLetterStore store = new DeadLetterStore(
                database,
                InstantSource.system(),
                null,
                () -> Set.of("order"),
                new KeyReleases(database, broker.connections, new Integrations()));
        Causes known = new Causes(database, InstantSource.system(), new AuditTrail(database, InstantSource.system()));
        Table.head("first pages, 95th percentile of " + LOOKS);
        time("causes", limit, n -> known.list(Set.of(CauseState.OPEN), true, Optional.empty(), 50, Optional.empty()));
        UUID cause = known.list(Set.of(), true, Optional.empty(), 1, Optional.empty())
                .causes()
                .get(0)
                .id();
        page(store, "open", limit, n -> "state:open");
        page(store, "integration", limit, n -> "state:open and integration:integration-" + n % 20);
        page(store, "table", limit, n -> "state:open and table:table" + n % 10);
        page(store, "key", limit, n -> "state:open and key:\"order " + n * 7919 % letters + "\"");
        page(store, "kind", limit, n -> "state:open and kind:" + KINDS.get(n % KINDS.size()));
        page(store, "a kind without letters", limit, n -> "state:open and kind:QUARANTINED");
        page(store, "code", limit, n -> "state:open and code:0x800%05x".formatted(n % 40));
        page(store, "cause", limit, n -> "state:open and cause:" + cause);
        page(store, "time", limit, n -> "state:open and died>=-%dh and died<-%dh".formatted(n * 3 + 2, n * 3 + 1));
        page(
                store,
                "integration, kind, code and time",
                limit,
                n -> "state:open and integration:integration-%d and kind:REFUSED and age<%dh".formatted(n % 20, n + 1));
        page(store, "integration in any state", limit, n -> "integration:integration-" + n % 20);
        page(store, "payload field", limit, n -> "payload.order:\"order " + n * 7919 % letters + "\"");
        Table.head("text search, 95th percentile of " + LOOKS);
        page(store, "a word of one letter", 1000, n -> "text:\"A-" + n * 7919 % letters + "\"");
        page(store, "a word of all letters", 1000, n -> "text:account");
        page(store, "a word of one cause", 1000, n -> "state:open and text:" + word(n % causes));
        page(
                store,
                "words of one letter in an integration",
                1000,
                n -> "state:open and integration:integration-3 and text:\"order " + n * 7919 % letters + "\"");
        page(store, "a word of no letter", 1000, n -> "text:nobodysaysthis" + word(n));
        Table.head("counts, once each");
        time("count of all open", 0, 1, n -> store.count(store.query("state:open")));
        time("count of an integration", 0, 1, n -> store.count(store.query("state:open integration:integration-3")));
        time("groups of a query", 0, 1, n -> store.groups(LetterQuery.OPEN.ofIntegration("integration-3"), 50));
    }

    private interface Look {
        Object at(int n);
    }

    private interface Query {
        String at(int n);
    }

    private static void page(DeadLetterStore store, String what, double limit, Query query) {
        time(what, limit, n -> store.list(store.query(query.at(n)), 50, Optional.empty()));
    }

    private static void time(String what, double limit, Look look) {
        time(what, limit, LOOKS, look);
    }

    private static void time(String what, double limit, int looks, Look look) {
        Latencies latencies = new Latencies();
        if (looks > 1) {
            look.at(0);
        }
        for (int n = 0; n < looks; n++) {
            long before = System.nanoTime();
            look.at(n);
            latencies.add(System.nanoTime() - before);
        }
        double p95 = latencies.millis(0.95);
        if (limit > 0) {
            Table.row(what, p95, "ms", p95 < limit, "%.0f ms".formatted(limit));
        } else {
            Table.row(what, p95, "ms");
        }
    }
}
