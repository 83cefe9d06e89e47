package io.d365hub;

import static io.d365hub.HubStateFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.QueueNames;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the lane's commit into ledger and dead letters, and back into the work queue. */
class HubStateTest {

    @TempDir
    private Path folder;

    private HubStateFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void theLedgerIsExactWhenItIsDrained(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        hub.accept("a");
        hub.accept("b");
        hub.accept("c");
        // When
        hub.settle(Outcome.DELIVERED);
        hub.settle(Outcome.FILTERED);
        hub.settle(Outcome.DEAD);
        // Then
        assertThat(hub.drained()).isEqualTo(new Balance(ORDERS, 3, 0, 1, 1, 1, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatIsDeliveredClosesTheLetterAndBalances(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        hub.accept("a");
        hub.settle(Outcome.DEAD);
        Letter letter = hub.openLetter();
        // When
        UUID job = hub.state.replays().create(ReplayRequest.of(List.of(letter.id()), "ann", ""));
        HubMessage replayed = hub.settle(Outcome.DELIVERED);
        // Then
        assertThat(replayed.replay().orElseThrow()).isEqualTo(new HubMessage.Replay(letter.id(), job));
        assertThat(hub.drained()).isEqualTo(new Balance(ORDERS, 1, 0, 1, 0, 0, 0, 0));
        assertThat(hub.letter(letter.id()).state()).isEqualTo(LetterState.REPLAYED);
        await().untilAsserted(() -> assertThat(hub.state.replays().report(job).orElseThrow())
                .satisfies(report -> {
                    assertThat(report.state()).isEqualTo(ReplayReport.State.DONE);
                    assertThat(report.delivered()).isEqualTo(1);
                }));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatDiesAgainIsOneDeadMessageWithTwoLetters(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        hub.accept("a");
        hub.settle(Outcome.DEAD);
        Letter first = hub.openLetter();
        // When
        UUID job = hub.state.replays().create(ReplayRequest.of(List.of(first.id()), "ann", ""));
        hub.settle(Outcome.DEAD);
        await().until(() -> hub.letter(first.id()).state() == LetterState.REPLAYED);
        Letter second = hub.openLetter();
        // Then
        assertThat(second.replayOf()).contains(first.id());
        assertThat(hub.drained()).isEqualTo(new Balance(ORDERS, 1, 0, 0, 0, 1, 0, 0));
        assertThat(hub.state.replays().report(job).orElseThrow().dead()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReplayIsQueuedUntilItsVerdict(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        hub.accept("a");
        hub.settle(Outcome.DEAD);
        Letter letter = hub.openLetter();
        hub.drained();
        // When
        hub.state.replays().create(ReplayRequest.of(List.of(letter.id()), "ann", ""));
        // Then
        // The ledger is told when the letter has been claimed.
        await().untilAsserted(() ->
                assertThat(hub.state.ledger().balances()).containsExactly(new Balance(ORDERS, 1, 1, 0, 0, 0, 0, 0)));
        assertThat(hub.letter(letter.id()).state()).isEqualTo(LetterState.REPLAYING);
    }

    @ParameterizedTest
    @EnumSource
    void aDiscardIsCountedAndTellsTheLaneToReleaseTheRecordKey(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        hub.accept("a");
        hub.settle(Outcome.DEAD);
        Letter letter = hub.openLetter();
        hub.drained();
        // When
        hub.state.deadLetters().discard(List.of(letter.id()), "ann", "cancelled");
        // Then
        assertThat(takeRelease()).isEqualTo(letter.id());
        assertThat(hub.drained()).isEqualTo(new Balance(ORDERS, 1, 0, 0, 0, 0, 1, 0));
    }

    /** The lane takes a release; returns the letter that it is about. */
    private UUID takeRelease() throws Exception {
        try (BrokerConnection connection = hub.broker.connections.lane();
                ClientSession session = connection.session();
                ClientConsumer consumer = session.createConsumer(QueueNames.work(ORDERS, 0))) {
            session.start();
            ClientMessage message = consumer.receive(10_000);
            message.acknowledge();
            assertThat(ControlMessages.kind(message)).contains(ControlMessages.Kind.RELEASE);
            return ControlMessages.letter(message);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void nothingIsLostWhileTheDatabaseIsAway(TestDatabases kind) throws Exception {
        // Given
        hub = new HubStateFixture(kind, folder);
        TestDatabases.allowConnections(hub.settings, false);
        hub.accept("a");
        hub.accept("b");
        hub.settle(Outcome.DEAD);
        hub.settle(Outcome.DELIVERED);
        // When
        TestDatabases.allowConnections(hub.settings, true);
        // Then
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(hub.drained()).isEqualTo(new Balance(ORDERS, 2, 0, 1, 0, 1, 0, 0)));
        assertThat(hub.openLetter().state()).isEqualTo(LetterState.OPEN);
    }
}
