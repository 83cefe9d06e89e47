package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A hub over PostgreSQL goes on after its backup, loses its data folder, and comes back as it was at the backup. */
@Timeout(300)
class PostgresqlBackupJourneyTest {

    private static final String MEMBERS = "members";
    private static final DatabaseSettings DATABASE = TestDatabases.POSTGRESQL.settings(Path.of(""));

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(MEMBERS))
            .setting("hub.database.url", DATABASE.url())
            .setting("hub.database.user", DATABASE.user())
            .setting("hub.database.password", DATABASE.password());

    @TempDir
    static Path folder;

    private static String delivered;
    private static String parked;
    private static String letter;
    private static HubFixture.CliResult taken;
    private static HubFixture.CliResult refused;
    private static HubFixture.CliResult restored;

    @BeforeAll
    static void lostAndRestored() throws Exception {
        delivered = hub.accepted(MEMBERS, member("PB-1").toString());
        String dead = hub.accepted(MEMBERS, memberWithTooLongName("PB-2").toString());
        parked = hub.accepted(MEMBERS, memberOf("PB-3", "C-98001").toString());
        hub.awaitState(delivered, "delivered");
        letter = hub.awaitLetter(dead).path("id").asText();
        hub.awaitParked(MEMBERS, 1);
        String backup = folder.resolve("backup").toString();

        taken = hub.cli("backup", backup, "--json");
        // The database goes on.
        hub.cli("dead-letters", "discard", letter, "--reason", "after the backup");
        hub.awaitState(hub.accepted(MEMBERS, member("PB-4").toString()), "delivered");
        hub.whileStopped(() -> {
            BackupJourneyTest.destroy(hub.data());
            refused = hub.cli("restore", backup);
            restored = hub.cli("restore", backup, "--replace", "--json");
        });
    }

    @Test
    void aBackupOfARunningHubHoldsTheDatabaseToo() {
        assertThat(taken.exitCode()).as(taken.toString()).isZero();
        assertThat(taken.json().path("todo")).isEmpty();
        assertThat(taken.json().path("manifest").path("files"))
                .extracting(file -> file.path("path").asText())
                .contains("database/dead_letter.rows", "database/ledger_counter.rows");
    }

    @Test
    void aDatabaseThatWentOnIsNotReplacedWithoutBeingAsked() {
        assertThat(refused.exitCode()).as(refused.toString()).isOne();
        assertThat(refused.err()).contains("newer than the broker of this backup", "--replace", "--accept-mismatch");
    }

    @Test
    void whatWasInTheDatabaseIsKeptInASchemaOfItsOwn() {
        assertThat(restored.exitCode()).as(restored.toString()).isZero();
        assertThat(restored.json().path("fit").asText()).isEqualTo("SAME");
        assertThat(restored.json().path("asideSchema").asText()).startsWith("before_restore_");
    }

    @Test
    void everyMessageOfTheBackupIsInOneState() {
        // When
        hub.dataverse().createAccount("C-98001");
        hub.awaitDelivered(List.of(delivered, parked));

        // Then
        assertThat(hub.letter(letter).path("state").asText()).isEqualTo("OPEN");
        await().untilAsserted(() -> {
            JsonNode line = hub.ledger(MEMBERS);
            assertThat(line.path("queued").asLong()).isZero();
            assertThat(line.path("delivered").asLong()).isEqualTo(2);
            assertThat(line.path("accepted").asLong())
                    .isEqualTo(2 + line.path("dead").asLong());
        });
    }

    @Test
    void countersGoOnWhereTheyWere() {
        // Given
        int before = open();

        // When
        hub.awaitLetter(hub.accepted(MEMBERS, memberWithTooLongName("PB-5").toString()));

        // Then
        assertThat(before).isOne();
        await().untilAsserted(() -> assertThat(open()).isEqualTo(2));
    }

    private static int open() {
        int open = 0;
        for (JsonNode cause : hub.cli("dead-letters", "causes", "--json").json().path("causes")) {
            open += cause.path("open").asInt();
        }
        return open;
    }
}
