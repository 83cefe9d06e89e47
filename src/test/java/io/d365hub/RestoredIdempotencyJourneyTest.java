package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Callers who saw no answer before a disaster send again after the restore: the hub of the backup knows what it had accepted. */
@Timeout(300)
class RestoredIdempotencyJourneyTest {

    private static final String MEMBERS = "members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(MEMBERS));

    @TempDir
    private Path folder;

    @Test
    void aRequestWhoseFirstTryIsInTheBackupIsOneMessageAfterTheRestore() throws Exception {
        // Given a delivered message and one that waits, both with a key, in a backup that replaces lost data
        String delivered = hub.accepted(MEMBERS, member("RI-1").toString(), "Idempotency-Key", "ri-1");
        String waiting = hub.accepted(MEMBERS, memberOf("RI-2", "C-99077").toString(), "Idempotency-Key", "ri-2");
        hub.awaitState(delivered, "delivered");
        hub.awaitParked(MEMBERS, 1);
        Path backup = folder.resolve("backup");
        assertThat(hub.cli("backup", backup.toString()).exitCode()).isZero();
        hub.whileStopped(() -> {
            BackupJourneyTest.destroy(hub.data());
            assertThat(hub.cli("restore", backup.toString()).exitCode()).isZero();
        });

        // When both are sent again
        String deliveredAgain = hub.accepted(MEMBERS, member("RI-1").toString(), "Idempotency-Key", "ri-1");
        String waitingAgain = hub.accepted(MEMBERS, memberOf("RI-2", "C-99077").toString(), "Idempotency-Key", "ri-2");
        hub.dataverse().createAccount("C-99077");
        hub.awaitState(waiting, "delivered");

        // Then they are the messages that they were
        assertThat(deliveredAgain).isEqualTo(delivered);
        assertThat(waitingAgain).isEqualTo(waiting);
        hub.awaitState(hub.accepted(MEMBERS, member("RI-3").toString()), "delivered");
        assertThat(hub.ledger(MEMBERS).path("accepted").asLong()).isEqualTo(3);
        assertThat(hub.ledger(MEMBERS).path("delivered").asLong()).isEqualTo(3);
    }
}
