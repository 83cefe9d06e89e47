package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The way back, as the sample routes show it: changed accounts of Dataverse into a table of PostgreSQL, to an HTTP service, and to
 * a queue.
 */
@Timeout(300)
class ChangesToOthersJourneyTest {

    private static final String TO_SQL = "accounts-to-warehouse";
    private static final String TO_HTTP = "accounts-to-http";
    private static final String TO_QUEUE = "accounts-to-queue";
    private static final DatabaseSettings WAREHOUSE = TestDatabases.POSTGRESQL.settings(Path.of(""));
    private static final Service SERVICE = new Service();

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(sample(TO_SQL), sample(TO_HTTP), sample(TO_QUEUE))
            .setting("hub.datasource.warehouse.url", WAREHOUSE.address())
            .setting("hub.datasource.warehouse.user", WAREHOUSE.user())
            .setting("hub.datasource.warehouse.password", WAREHOUSE.password());

    private static TestRoute sample(String name) {
        try {
            return TestRoute.file(
                    name,
                    Files.readString(Path.of("samples", "routes", name + ".camel.yaml"))
                            .replace("{{env:WAREHOUSE_URL}}", SERVICE.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what it is sent by path; asks for time first. */
    private static final class Service {

        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicInteger busyFor = new AtomicInteger(5);
        private final Map<String, String> kept = new ConcurrentHashMap<>();

        Service() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/customers/", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/customers";
        }

        private void answer(HttpExchange request) throws IOException {
            String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = request.getRequestURI().getPath().substring("/customers/".length());
            boolean busy = busyFor.getAndDecrement() > 0;
            if (busy) {
                request.getResponseHeaders().add("Retry-After", "1");
            } else if (request.getRequestMethod().equals("DELETE")) {
                kept.remove(id);
            } else {
                kept.put(id, body);
            }
            request.sendResponseHeaders(busy ? 503 : 204, -1);
            request.close();
        }

        void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @BeforeAll
    static void thereIsATableThatIsNarrowerThanDataverse() {
        sql(
                "create table customer (id varchar(36) primary key, number varchar(100), name varchar(60), city varchar(80),"
                        + " credit_limit numeric(19, 4))");
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    private static void sql(String statement) {
        try (Connection connection = connection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(WAREHOUSE.address(), WAREHOUSE.user(), WAREHOUSE.password());
    }

    private static Optional<String> value(String query) {
        try (Connection connection = connection();
                Statement run = connection.createStatement();
                ResultSet rows = run.executeQuery(query)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode run(String batch) {
        HubFixture.CliResult result = HUB.cli("batch", "start", batch, "--wait", "--json");
        assertThat(result.err()).isEmpty();
        return result.json();
    }

    private static String account(String number, String columns) {
        HUB.dataverse().createAccount(number);
        String id = id(number);
        HUB.dataverse().call("PATCH", "accounts(" + id + ")", columns);
        return id;
    }

    private static String id(String number) {
        return HUB.dataverse()
                .row("accounts", "accountnumber", number)
                .path("accountid")
                .asText();
    }

    @Test
    void everyAccountIsARowOfTheTableOrADeadLetter() {
        // Given
        account("W-1", "{\"name\":\"Kürzel AG\",\"creditlimit\":1250.75}");
        account("W-2", "{\"name\":\"" + "x".repeat(61) + "\"}");
        // When
        JsonNode run = run(TO_SQL);
        // Then
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("completed");
        assertThat(run.path("rejected").asInt()).as(run.toString()).isPositive();
        assertThat(run.path("written").asInt() + run.path("rejected").asInt())
                .isEqualTo(run.path("read").asInt());
        assertThat(value("select name from customer where number = 'W-1'")).contains("Kürzel AG");
        assertThat(value("select credit_limit from customer where number = 'W-1'")
                        .map(BigDecimal::new)
                        .orElseThrow())
                .isEqualByComparingTo("1250.75");
        await().untilAsserted(() -> assertThat(HUB.deadLetters(TO_SQL))
                .anySatisfy(letter -> assertThat(letter.path("code").asText()).isEqualTo("sql-22001")));
    }

    @Test
    void laterRunsUpdateTheTableAndDeleteWhatIsGone() {
        // Given
        String changed = account("W-3", "{\"name\":\"Before\"}");
        String gone = account("W-4", "{\"name\":\"Gone\"}");
        run(TO_SQL);
        HUB.dataverse().call("PATCH", "accounts(" + changed + ")", "{\"name\":\"After\"}");
        HUB.dataverse().call("DELETE", "accounts(" + gone + ")", null);
        // When
        run(TO_SQL);
        // Then
        assertThat(value("select name from customer where id = '" + changed + "'"))
                .contains("After");
        assertThat(value("select count(*) from customer where id = '" + gone + "'"))
                .contains("0");
    }

    @Test
    void anHttpServiceThatAsksForTimeGetsEveryAccountAndEveryDeletion() {
        // Given
        String kept = account("W-5", "{\"name\":\"Kept\"}");
        String gone = account("W-6", "{\"name\":\"Gone\"}");
        JsonNode first = run(TO_HTTP);
        assertThat(first.path("rejected").asInt()).as(first.toString()).isZero();
        assertThat(first.path("written").asInt()).isEqualTo(first.path("read").asInt());
        assertThat(SERVICE.kept.get(kept)).contains("\"Kept\"");
        HUB.dataverse().call("DELETE", "accounts(" + gone + ")", null);
        // When
        run(TO_HTTP);
        // Then
        assertThat(SERVICE.kept).containsKey(kept).doesNotContainKey(gone);
    }

    /** The newest message of each account, by change and body. */
    private static Map<String, String> received(int messages) throws JMSException {
        Map<String, String> newest = new HashMap<>();
        try (JMSContext client = new JmsConnectionFactory("amqp://127.0.0.1:" + HUB.brokerPort())
                .createContext("development", HUB.developmentKey())) {
            JMSConsumer consumer = client.createConsumer(client.createQueue("out.account-rows"));
            for (int i = 0; i < messages; i++) {
                Message message = consumer.receive(HubFixture.PATIENCE.toMillis());
                newest.put(
                        message.getStringProperty("JMSXGroupID"),
                        message.getStringProperty("HubBatchChange") + " " + message.getBody(String.class));
            }
        }
        return newest;
    }

    @Test
    void aQueueGetsEveryAccountAndEveryDeletion() throws JMSException {
        // Given
        String kept = account("W-7", "{\"name\":\"Kept\"}");
        String gone = account("W-8", "{\"name\":\"Gone\"}");
        Map<String, String> first = received(run(TO_QUEUE).path("written").asInt());
        HUB.dataverse().call("DELETE", "accounts(" + gone + ")", null);
        // When
        Map<String, String> then = received(run(TO_QUEUE).path("written").asInt());
        // Then
        assertThat(first.get(kept)).startsWith("changed {").contains("\"Kept\"");
        assertThat(first.get(gone)).startsWith("changed {");
        assertThat(then.get(gone)).startsWith("deleted {").contains(gone);
    }
}
