package io.d365hub.dataverse.bulk;

import static io.d365hub.dataverse.bulk.GroupCommitFixture.columns;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.join;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.ClientCredentials;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Latency;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Governors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that travel together as one of two application users: a row keeps its user while that one may call. */
class JoinedRowsOfSeveralUsersTest {

    private static final int ROWS = 200;

    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withPort(0));
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final DataverseClient client = client();
    private final GroupCommit writes =
            new GroupCommit(client, GroupCommitSettings.DEFAULT, new Deliveries(workers), System::nanoTime);

    private DataverseClient client() {
        DataverseSettings settings = DataverseSettings.of(simulator.url());
        Governors governors = new Governors(InstantSource.system(), System::nanoTime);
        Map<ClientCredentials, Governor> users = new LinkedHashMap<>();
        for (String id : List.of("app-1", "app-2")) {
            simulator.client(id, "secret");
            users.put(
                    new ClientCredentials(simulator.tokenUrl(), id, "secret", settings.scope()),
                    governors.of(settings.environment(), id, GovernorSettings.DEFAULT));
        }
        return DataverseClient.open(settings, users);
    }

    @AfterEach
    void close() {
        client.close();
        workers.shutdownNow();
        simulator.close();
    }

    private void writeAll(String name) {
        simulator.latency(new Latency(30, 0));
        List<CompletableFuture<RowResult>> rows = IntStream.range(0, ROWS)
                .mapToObj(i ->
                        writes.write(RowChange.upsert(order("u-" + i), columns("name", name), Map.of()), () -> true))
                .toList();
        rows.forEach(GroupCommitFixture::join);
    }

    private List<String> writers() {
        simulator.latency(Latency.NONE);
        return IntStream.range(0, ROWS)
                .mapToObj(i -> client.retrieve(order("u-" + i), List.of("_modifiedby_value")))
                .map(row -> join(row).orElseThrow().path("_modifiedby_value").asText())
                .toList();
    }

    @Test
    void aRowIsWrittenAsTheSameUserEachTime() {
        // Given
        writeAll("first");
        List<String> before = writers();
        // When
        writeAll("second");
        // Then
        assertThat(new HashSet<>(before)).hasSize(2);
        assertThat(writers()).isEqualTo(before);
    }

    @Test
    void rowsOfBothUsersTravelTogether() {
        // When
        writeAll("joined");
        // Then
        assertThat(client.governors())
                .extracting(governor -> governor.snapshot().requests().used())
                .allSatisfy(requests -> assertThat(requests).isBetween(1.0, ROWS / 4.0));
    }

    @Test
    void theRowsOfAUserThatIsPausedGoAsTheOther() {
        // Given
        client.governors().get(0).pause("it was told to", Optional.of(Duration.ofMinutes(5)));
        // When
        writeAll("paused");
        // Then
        assertThat(new HashSet<>(writers())).hasSize(1);
    }
}
