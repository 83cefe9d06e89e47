package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.HubProcess;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a run on the way back: changed accounts of Dataverse into a table, to an HTTP service and to a
 * queue, as the sample routes do it. No account is lost; some may come twice. Table and service keep the hub waiting until it is killed.
 */
class ChangesKillIT {

    private static final List<String> SAMPLES =
            List.of("accounts-to-warehouse", "accounts-to-http", "accounts-to-queue");
    private static final int ROWS = 5_000;
    private static final int FREE_ROWS = 500;

    @TempDir
    Path folder;

    private final Set<String> put = ConcurrentHashMap.newKeySet();
    private final CountDownLatch killed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SimulatorProcess simulator;
    private HubProcess hub;
    private DatabaseSettings warehouse;
    private HttpServer service;
    private ForeignBroker broker;

    @BeforeEach
    void open() throws Exception {
        warehouse = TestDatabases.POSTGRESQL.settings(folder);
        sql(
                "create table customer (id varchar(36) primary key, number varchar(100), name varchar(160), city varchar(80),"
                        + " credit_limit numeric(19, 4))");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(threads);
        service.createContext("/customers/", this::take);
        service.start();
        broker = ForeignBroker.start();
        broker.queue("account-rows");
        simulator = new SimulatorProcess(folder.resolve("simulator")).start();
        hub = simulator.serve(FaultHub.in(folder));
        Path routes = folder.resolve("routes");
        Files.delete(routes.resolve("stock-to-accounts.camel.yaml"));
        for (String sample : SAMPLES) {
            Files.writeString(
                    routes.resolve(sample + ".camel.yaml"),
                    Files.readString(Path.of("samples", "routes", sample + ".camel.yaml"))
                            .replace("queue: account-rows", "queue: account-rows\n              connection: erp"));
        }
        hub.with("HUB_DATASOURCE_WAREHOUSE_URL", warehouse.url())
                .with("HUB_DATASOURCE_WAREHOUSE_USER", warehouse.user())
                .with("HUB_DATASOURCE_WAREHOUSE_PASSWORD", warehouse.password())
                .with("HUB_BUS_ERP_URL", broker.core())
                .with(
                        "WAREHOUSE_URL",
                        "http://127.0.0.1:" + service.getAddress().getPort() + "/customers");
    }

    /** Writes the accounts into Dataverse, by a batch as well. */
    private void fill() throws IOException, InterruptedException {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Files.writeString(
                drop.resolve("accounts.csv"),
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(number -> "CK-" + number + ",Account " + number + "\n")
                        .collect(Collectors.joining("", "accountnumber,name\n", "")));
        Files.writeString(folder.resolve("routes/fill.camel.yaml"), """
                - route:
                    id: fill
                    from:
                      uri: kamelet:batch-file-source
                      parameters: {batch: fill, directory: %s, recordKey: /accountnumber, settle: 0s}
                      steps:
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """.formatted(drop));
        hub.start();
        hub.admin("batches/fill/runs", "{}");
        assertThat(completed("fill").path("written").asInt()).isEqualTo(ROWS);
    }

    private JsonNode completed(String batch) {
        return await().atMost(FaultHub.PATIENCE)
                .until(
                        () -> hub.admin("batches/" + batch, null).path("run"),
                        run -> run.path("state").asText().equals("completed"));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private int rows() throws SQLException {
        try (Connection connection = connection();
                Statement run = connection.createStatement();
                ResultSet rows = run.executeQuery("select count(*) from customer")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(warehouse.url(), warehouse.user(), warehouse.password());
    }

    /** Ids of the accounts that the queue has messages of. */
    private Set<String> queued() throws JMSException {
        Set<String> ids = new HashSet<>();
        try (JMSContext client = broker.client()) {
            Enumeration<?> waiting =
                    client.createBrowser(client.createQueue("account-rows")).getEnumeration();
            while (waiting.hasMoreElements()) {
                ids.add(((Message) waiting.nextElement()).getStringProperty("JMSXGroupID"));
            }
        }
        return ids;
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        simulator.close();
        broker.close();
        service.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange request) throws IOException {
        request.getRequestBody().readAllBytes();
        if (put.size() >= FREE_ROWS) {
            awaitKill();
        }
        put.add(request.getRequestURI().getPath().substring("/customers/".length()));
        request.sendResponseHeaders(204, -1);
        request.close();
    }

    private void awaitKill() throws IOException {
        try {
            killed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Keeps whoever writes this account waiting as long as the connection is open. */
    private Connection holdOne() throws SQLException {
        sql("create unique index customer_by_number on customer (number)");
        Connection connection = connection();
        connection.setAutoCommit(false);
        try (Statement run = connection.createStatement()) {
            run.execute("insert into customer (id, number) values ('held', 'CK-" + FREE_ROWS + "')");
        }
        return connection;
    }

    @Test
    void everyAccountIsInTheTableAtTheServiceAndInTheQueueWhateverWasKilledOnTheWay() throws Exception {
        // Given
        fill();
        // When
        try (Connection holds = holdOne()) {
            for (String batch : SAMPLES) {
                hub.admin("batches/" + batch + "/runs", "{}");
            }
            await().atMost(FaultHub.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> rows() > 0 && put.size() >= FREE_ROWS && broker.waiting("account-rows") > 0);
            hub.kill();
            holds.rollback();
        }
        killed.countDown();
        hub.start();
        for (String batch : SAMPLES) {
            JsonNode run = completed(batch);
            assertThat(run.path("rejected").asInt()).as(batch + " " + run).isZero();
            // Nothing keeps the hub from having written to the queue what there is.
            assertThat(run.path("resumed").asInt()).as(batch + " " + run).isBetween(batch.endsWith("queue") ? 0 : 1, 1);
        }
        // Then
        int all = simulator
                .control("GET", "tables/accounts/count", null)
                .path("count")
                .asInt();
        assertThat(all).isGreaterThanOrEqualTo(ROWS);
        assertThat(rows()).isEqualTo(all);
        assertThat(put).hasSize(all);
        assertThat(queued()).hasSize(all);
    }
}
