package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose data folder is destroyed, and comes back from a backup. */
@Timeout(300)
class BackupJourneyTest {

    private static final String MEMBERS = "members";
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(MEMBERS));

    @TempDir
    private Path folder;

    @Test
    void everyMessageOfABackupTakenUnderLoadIsInOneStateAfterTheDataWasLost() throws Exception {
        // Given
        String delivered = hub.accepted(MEMBERS, member("B-1").toString());
        String dead = hub.accepted(MEMBERS, memberWithTooLongName("B-2").toString());
        String parked = hub.accepted(MEMBERS, memberOf("B-3", "C-99001").toString());
        hub.awaitState(delivered, "delivered");
        String letter = hub.awaitLetter(dead).path("id").asText();
        hub.awaitParked(MEMBERS, 1);
        List<String> before = new ArrayList<>(List.of(delivered, dead, parked));
        List<String> during = Collections.synchronizedList(new ArrayList<>());
        Path backup = folder.resolve("backup");

        // When
        HubFixture.CliResult taken = underLoad(before, during, () -> hub.cli("backup", backup.toString(), "--json"));
        assertThat(taken.exitCode()).as(taken.toString()).isZero();
        hub.whileStopped(() -> {
            destroy(hub.data());
            HubFixture.CliResult restored = hub.cli("restore", backup.toString());
            assertThat(restored.exitCode()).as(restored.toString()).isZero();
            assertThat(restored.out()).contains("restored", "Start it with './hub run'");
        });

        // Then
        assertThat(hub.letter(letter).path("state").asText()).isEqualTo("OPEN");
        hub.dataverse().createAccount("C-99001");
        hub.awaitDelivered(before.stream().filter(id -> !id.equals(dead)).toList());
        assertLedgerBalances(before, during);
        assertThat(hub.admin("GET", "audit", null).body()).contains("backup.taken", backup.toString());
    }

    @Test
    void whatWasDoneToAHubThatDidNotRunIsInItsAuditTrail() throws Exception {
        // Given
        Path backup = folder.resolve("backup");

        // When
        hub.whileStopped(() -> {
            assertThat(hub.cli("backup", backup.toString(), "--as", "ann", "--reason", "a new disk")
                            .exitCode())
                    .isZero();
            HubFixture.CliResult refused = hub.cli("restore", backup.toString(), "--as", "ben");
            assertThat(refused.exitCode()).as(refused.toString()).isOne();
            HubFixture.CliResult restored =
                    hub.cli("restore", backup.toString(), "--replace", "--as", "ben", "--reason", "the old disk died");
            assertThat(restored.exitCode()).as(restored.toString()).isZero();
        });

        // Then
        List<String> acts = hub.cli("audit", "export")
                .out()
                .lines()
                .filter(line -> line.contains(backup.toString()))
                .toList();
        assertThat(acts)
                .satisfiesExactly(
                        taken -> assertThat(taken).contains("backup.taken", "ann (data folder)", "a new disk"),
                        refused -> assertThat(refused).contains("backup.restore-failed", "ben (data folder)"),
                        restored -> assertThat(restored)
                                .contains("backup.restored", "ben (data folder)", "the old disk died"));
        assertThat(hub.cli("audit", "verify").exitCode()).isZero();
    }

    @Test
    void anOfflineActThatCannotBeReadIsKeptAsideAndTheHubStarts() throws Exception {
        // Given
        Path acts = hub.data().resolve("offline-acts.ndjson");

        // When
        hub.whileStopped(() -> Files.writeString(acts, "{broken\n"));

        // Then
        assertThat(acts).doesNotExist();
        assertThat(hub.data().resolve("offline-acts.ndjson.unreadable"))
                .content()
                .contains("{broken");
    }

    /** Messages go in all the time while the work is done: {@code before} gets those of before, {@code during} the others. */
    private static <T> T underLoad(List<String> before, List<String> during, Callable<T> work) throws Exception {
        AtomicBoolean working = new AtomicBoolean(true);
        CountDownLatch enough = new CountDownLatch(40);
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; working.get(); i++) {
                HttpResponse<String> answer = hub.push(MEMBERS, member("L-" + i).toString());
                // While the broker stands still for long, the doors may refuse: that loses nothing.
                if (answer.statusCode() == 202) {
                    sent.add(HubFixture.json(answer).path("id").asText());
                    enough.countDown();
                }
            }
        });
        try {
            enough.await();
            before.addAll(List.copyOf(sent));
            return work.call();
        } finally {
            working.set(false);
            sender.get();
            sent.stream().filter(id -> !before.contains(id)).forEach(during::add);
        }
    }

    static void destroy(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The ledger counts what it lists: all of before, and of the others those that the backup still caught. */
    private static void assertLedgerBalances(List<String> before, List<String> during) throws IOException {
        await().untilAsserted(() -> assertThat(statesInLedger(before)).doesNotContainValue(""));
        Map<String, String> states = statesInLedger(List.of());
        List<String> known = new ArrayList<>(before);
        known.addAll(during);
        assertThat(known).containsAll(states.keySet());
        await().untilAsserted(() -> {
            JsonNode line = hub.ledger(MEMBERS);
            Map<String, String> now = statesInLedger(List.of());
            assertThat(line.path("queued").asLong()).isZero();
            assertThat(line.path("dead").asLong()).isOne();
            assertThat(line.path("delivered").asLong())
                    .isEqualTo(now.values().stream().filter("DELIVERED"::equals).count());
            assertThat(line.path("accepted").asLong()).isEqualTo(now.size());
        });
    }

    /** State by id of all messages that the ledger lists; ids asked for are there in any case, with "" when it does not. */
    private static Map<String, String> statesInLedger(List<String> asked) throws IOException {
        Map<String, String> states = new LinkedHashMap<>();
        asked.forEach(id -> states.put(id, ""));
        HttpResponse<String> listed = hub.admin("GET", "ledger/" + MEMBERS + "/messages", null);
        for (String line : listed.body().lines().toList()) {
            JsonNode message = JSON.readTree(line);
            String twice = states.put(
                    message.path("id").asText(), message.path("state").asText());
            assertThat(twice).as("one state of " + line).isIn(null, "");
        }
        return states;
    }

    @Test
    void aBackupOfARunningHubIsNotTakenIntoItsOwnDataFolder() {
        // When
        HubFixture.CliResult taken =
                hub.cli("backup", hub.data().resolve("backup").toString());

        // Then
        assertThat(taken.exitCode()).isOne();
        assertThat(taken.err()).contains("No backup was taken", "data folder", "elsewhere");
    }

    @Test
    void aRestoreIsRefusedWhileTheHubRuns() {
        // Given
        Path backup = folder.resolve("other");
        hub.cli("backup", backup.toString());

        // When
        HubFixture.CliResult restored = hub.cli("restore", backup.toString(), "--replace");

        // Then
        assertThat(restored.exitCode()).isEqualTo(3);
        assertThat(restored.err()).contains("a hub that still runs");
    }
}
