package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.columns;
import static io.d365hub.dataverse.client.ClientFixture.failureOf;
import static io.d365hub.dataverse.client.ClientFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.operation.OperationKind;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, and answers that nobody should give, against the simulator. */
class BadInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Simulator simulator;

    private DataverseClient client;

    @BeforeAll
    static void startSimulator() {
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    @AfterEach
    void close() {
        client.close();
        simulator.clearFaults();
        simulator.reset();
    }

    static Stream<String> longKeys() {
        return Stream.of("x", "é", "'", "%", "/", "😀", "a b&c+d#e")
                .map(text -> text.repeat(900 / text.getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @MethodSource("longKeys")
    void aKeyOfNineHundredBytesIsRefusedInTheServicesWordsOrFoundMissing(String key) {
        // Given
        open(InstantSource.system());
        // When
        Failure failure = failureOf(client.write(RowChange.upsert(order(key), columns("name", "A"), Map.of())));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(simulator.count("salesorders")).isZero();
    }

    @ParameterizedTest
    @MethodSource("longKeys")
    void aKeyOfNineHundredBytesThatNoRowHasIsReadAsNothing(String key) {
        // Given
        open(InstantSource.system());
        // When
        Optional<ObjectNode> found = client.retrieve(order(key), List.of()).join();
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void aKeyWithoutAValueIsRefusedBeforeAnythingIsSent() {
        // Given
        open(InstantSource.system());
        Map<String, Object> key = new HashMap<>();
        key.put("ordernumber", null);
        // When / Then
        assertThatThrownBy(() -> RowRef.byKey("salesorders", key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"freightamount", "statecode", "requestdeliveryby"})
    void aValueOfAnotherTypeIsNotWritten(String column) {
        // Given
        open(InstantSource.system());
        // When
        Failure failure =
                failureOf(client.write(RowChange.upsert(order("1"), columns(column, "not of this type"), Map.of())));
        // Then
        assertThat(failure.kind()).isIn(FailureKind.REFUSED, FailureKind.MISCONFIGURED);
        assertThat(failure.why()).startsWith("Dataverse answered 400");
    }

    @Test
    void aPageThatArrivesInDropsIsGivenUpAndReadAgain() {
        // Given
        open(InstantSource.system());
        simulator.fault(distorted(OperationKind.QUERY, null, 20));
        // When
        RowIterator rows = rows();
        // Then
        assertThat(rows.hasNext()).isTrue();
    }

    @Test
    void aPageThatIsCutInTheMiddleIsReadAgain() {
        // Given
        open(InstantSource.system());
        simulator.fault(distorted(OperationKind.QUERY, 40, null));
        // When
        RowIterator rows = rows();
        // Then
        assertThat(rows.hasNext()).isTrue();
    }

    @Test
    void aWebPageInsteadOfAnAnswerIsNoRow() {
        // Given
        open(InstantSource.system());
        simulator.fault(new Fault(OperationKind.QUERY, 0, 0, 200, null, null, null, false, false, true, null, null));
        // When
        Failure failure = failureOf(client.query(ODataQuery.of("accounts"), RequestOptions.NONE, PATIENCE));
        // Then
        assertThat(failure.code()).isEqualTo("not-dataverse");
    }

    @Test
    void anErrorUnderAGoodStatusIsAnErrorAllTheSame() {
        // Given
        open(InstantSource.system());
        simulator.fault(new Fault(
                OperationKind.UPSERT,
                0,
                0,
                200,
                "0x80040265",
                "A plug-in says no.",
                null,
                false,
                false,
                false,
                null,
                null));
        // When
        Failure failure = failureOf(client.write(ClientFixture.upsertOrder("1")));
        // Then
        assertThat(failure.code()).isEqualTo("0x80040265");
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 10})
    void aClockThatIsTenMinutesWrongHarmsNobody(long minutes) {
        // Given
        open(() -> Instant.now().plus(Duration.ofMinutes(minutes)));
        // When
        RowResult result = client.write(ClientFixture.upsertOrder("1")).join();
        // Then
        assertThat(result.status()).isEqualTo(204);
    }

    @Test
    void aLookupToAMissingRowIsTold() {
        // Given
        open(InstantSource.system());
        RowChange change = RowChange.upsert(
                order("1"),
                columns("name", "A"),
                Map.of("customerid_account", RowRef.byKey("accounts", Map.of("accountnumber", "nobody"))));
        // When
        Failure failure = failureOf(client.write(change));
        // Then
        assertThat(failure.missingParent()).isTrue();
    }

    private RowIterator rows() {
        return client.query(ODataQuery.of("accounts").top(5), RequestOptions.NONE, PATIENCE)
                .join();
    }

    private static Fault distorted(OperationKind on, Integer cutAfter, Integer bytesPerSecond) {
        return new Fault(
                on,
                1,
                0,
                null,
                null,
                null,
                null,
                false,
                false,
                false,
                null,
                null,
                null,
                false,
                cutAfter,
                bytesPerSecond);
    }

    private void open(InstantSource clock) {
        client = new DataverseClient(
                DataverseSettings.of(simulator.url()).withCallTimeLimit(Duration.ofSeconds(2)),
                new ClientCredentials(
                        simulator.tokenUrl(),
                        SimulatorSettings.DEFAULT_CLIENT_ID,
                        SimulatorSettings.DEFAULT_CLIENT_SECRET,
                        simulator.url() + "/.default"),
                new Governor("contoso", GovernorSettings.DEFAULT, clock, System::nanoTime),
                clock,
                System::nanoTime,
                new Random(7));
    }
}
