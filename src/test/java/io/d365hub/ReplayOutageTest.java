package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.ReplayPacing;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay while the database is away: it waits, and nothing is lost or sent twice. */
@Timeout(300)
class ReplayOutageTest {

    private static final ReplayPacing ONE_THEN_REST = new ReplayPacing(List.of(1), 50, 0);

    @TempDir
    private Path folder;

    private HubStateFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    private UUID replayOfLetters(int number) throws Exception {
        for (int n = 0; n < number; n++) {
            hub.accept("key " + n);
            hub.settle(Outcome.DEAD);
        }
        await().atMost(HubFixture.PATIENCE).until(() -> hub.state.deadLetters().count(LetterQuery.OPEN) == number);
        return hub.state
                .replays()
                .create(ReplayRequest.of(LetterQuery.OPEN, "ann", "").at(ONE_THEN_REST));
    }

    private ReplayReport report(UUID job) {
        return hub.state.replays().report(job).orElseThrow();
    }

    private void awaitDelivered(UUID job, int number) {
        await().atMost(HubFixture.PATIENCE).until(() -> report(job).delivered() == number);
    }

    private void assertBalanced(UUID job, int number) {
        await().atMost(HubFixture.PATIENCE).until(() -> report(job).state() == ReplayReport.State.DONE);
        Balance balance = hub.drained();
        assertThat(balance.delivered()).isEqualTo(number);
        assertThat(balance.accepted()).isEqualTo(number);
        assertThat(hub.state.deadLetters().count(LetterQuery.OPEN)).isZero();
    }

    @Test
    void theDatabaseMayGoAwayDuringAReplay() throws Exception {
        // Given
        hub = new HubStateFixture(TestDatabases.POSTGRESQL, folder);
        UUID job = replayOfLetters(3);
        hub.settle(Outcome.DELIVERED);
        // When
        TestDatabases.allowConnections(hub.settings, false);
        TestDatabases.allowConnections(hub.settings, true);
        await().atMost(HubFixture.PATIENCE)
                .ignoreExceptions()
                .until(() -> report(job).sent() == 2);
        hub.settle(Outcome.DELIVERED);
        hub.settle(Outcome.DELIVERED);
        // Then
        awaitDelivered(job, 3);
        assertBalanced(job, 3);
    }
}
