package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route that follows a table of the simulator. Change tracking: spec 7 [D, I]. */
class ChangesConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 25;

    private static Simulator simulator;

    @TempDir
    private Path folder;

    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private CamelContext camel;
    private volatile String poison = "none";

    /** One exchange of the route. */
    private record Taken(String change, String phase, String body) {

        boolean holds(String text) {
            return body.contains("\"" + text + "\"");
        }
    }

    @BeforeAll
    static void startSimulator() {
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    @BeforeEach
    void start() throws Exception {
        begin();
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> "{\"key\":{\"ordernumber\":\"%04d\"},\"columns\":{\"name\":\"Order\"}}".formatted(i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        send("dataverse:salesorders?operation=changeset", "{\"rows\":[" + rows + "]}");
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        simulator.reset();
    }

    @Test
    void firstAllRowsAreHandedOverAndThenWhatChanges() throws Exception {
        // Given
        follow("");
        awaitTaken(ROWS);
        // When
        rename("0003", "Renamed");
        // Then
        awaitTaken(ROWS + 1);
        assertThat(taken.get(ROWS)).returns("changed", Taken::change).matches(one -> one.holds("Renamed"));
    }

    @Test
    void aDeletedRowIsToldByItsId() throws Exception {
        // Given
        follow("");
        awaitTaken(ROWS);
        // When
        send("dataverse:salesorders?operation=delete&key=ordernumber", "{\"ordernumber\":\"0003\"}");
        // Then
        awaitTaken(ROWS + 1);
        assertThat(taken.get(ROWS).change()).isEqualTo("deleted");
    }

    @Test
    void aRowChangedWhileTheTableIsReadWholeIsNotMissed() throws Exception {
        // Given
        poison = "rename";
        // When
        follow("&pageSize=10");
        // Then
        await().atMost(PATIENCE).until(() -> taken.stream().anyMatch(one -> one.holds("Changed meanwhile")));
    }

    @Test
    void aPageWhoseExchangeFailedIsHandedOverAgain() throws Exception {
        // Given
        poison = "0004";
        follow("&pageSize=10");
        await().atMost(PATIENCE)
                .until(() -> taken.stream().filter(one -> one.holds("0000")).count() >= 2);
        // When
        poison = "none";
        // Then
        await().atMost(PATIENCE).until(() -> taken.stream().anyMatch(one -> one.holds("0024")));
        assertThat(taken).anyMatch(one -> one.holds("0004"));
    }

    @Test
    void aNewStartGoesOnWhereTheLastOneEnded() throws Exception {
        // Given
        follow("");
        awaitTaken(ROWS);
        rename("0001", "First");
        awaitTaken(ROWS + 1);
        camel.close();
        taken.clear();
        // When
        begin();
        follow("");
        rename("0002", "Second");
        // Then
        awaitTaken(1);
        assertThat(taken).singleElement().matches(one -> one.holds("Second"));
    }

    @Test
    void anExpiredPositionHasTheTableReadWholeAgain() throws Exception {
        // Given
        follow("");
        awaitTaken(ROWS);
        // When
        simulator.expireDeltaTokens();
        // Then
        awaitTaken(2 * ROWS);
        assertThat(meters.counter("dataverse.changes.expired", "consumer", "orders")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anExpiredPositionStopsTheConsumerWhereThatIsThePlan() throws Exception {
        // Given
        follow("&onExpired=stop");
        awaitTaken(ROWS);
        // When
        simulator.expireDeltaTokens();
        // Then
        await().atMost(PATIENCE).until(() -> state() == HealthCheck.State.DOWN);
        assertThat(taken).hasSize(ROWS);
    }

    @Test
    void otherColumnsNeedANewLoad() throws Exception {
        // Given
        follow("");
        awaitTaken(ROWS);
        camel.close();
        taken.clear();
        // When
        begin();
        follow("&select=ordernumber");
        // Then
        awaitTaken(ROWS);
    }

    private HealthCheck.State state() {
        return HealthCheckRegistry.get(camel)
                .getCheck("dataverse-changes:orders")
                .orElseThrow()
                .call()
                .getState();
    }

    private void awaitTaken(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(count));
    }

    private void begin() {
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("positions", new FileChangePositions(folder));
        camel.getRegistry().bind("meters", MeterRegistry.class, meters);
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setEnvironmentUrl(simulator.url().toString());
        component.setTokenUrl(simulator.tokenUrl().toString());
        component.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        component.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        camel.start();
    }

    private void follow(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dataverse:salesorders?operation=changes&consumerName=orders&initialDelay=0&delay=50" + options)
                        .process(ChangesConsumerTest.this::take);
            }
        });
    }

    private void take(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        if (body.contains(poison)) {
            throw new IllegalStateException("poisoned");
        }
        taken.add(new Taken(
                exchange.getMessage().getHeader(DataverseConstants.CHANGE, String.class),
                exchange.getMessage().getHeader(DataverseConstants.PHASE, String.class),
                body));
        if (poison.equals("rename") && taken.size() == 11) {
            poison = "none";
            rename("0000", "Changed meanwhile");
        }
    }

    private void rename(String number, String name) {
        send(
                "dataverse:salesorders?operation=update&key=ordernumber",
                "{\"ordernumber\":\"" + number + "\",\"name\":\"" + name + "\"}");
    }

    private void send(String uri, String body) {
        Exchange done = camel.createProducerTemplate()
                .request(uri, exchange -> exchange.getMessage().setBody(body));
        assertThat(done.getException()).isNull();
    }
}
