package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows of a batch in a whole hub: those that cannot go with the others become messages of the batch's lane. */
@Timeout(300)
class BatchJourneyTest {

    private static final String BATCH = "batch-members";
    private static final Path FILE = file();

    @RegisterExtension
    static final HubFixture hub =
            HubFixture.with(TestRoute.batchOfMembers(BATCH, FILE).with("parentWait", "3s"));

    private static Path file() {
        try {
            return Files.createTempFile("batch-members", ".ndjson");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void deleteFile() throws IOException {
        Files.delete(FILE);
    }

    /** The next run finds it. */
    private static void arrives(JsonNode row) throws IOException {
        Files.writeString(FILE, row + "\n", StandardOpenOption.APPEND);
    }

    /** Waits until the row of that member is a dead letter, and returns it. */
    private static JsonNode awaitLetter(String memberId) {
        return await("a dead letter of " + memberId)
                .atMost(HubFixture.PATIENCE)
                .until(
                        () -> hub.deadLetters(BATCH).stream()
                                .map(letter -> hub.letter(letter.path("id").asText()))
                                .filter(letter -> letter.toString().contains(memberId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void rowsReachDataverse() throws IOException {
        // When
        arrives(member("P-B1"));
        // Then
        assertThat(hub.dataverse().awaitRow("contacts", "hub_externalid", "P-B1", row -> row.has("lastname")))
                .isNotNull();
    }

    @Test
    void aRowThatDataverseRefusesIsADeadLetterWithItsPlaceAndTheRowAsItWas() throws IOException {
        // Given
        JsonNode row = memberWithTooLongName("P-B2");
        // When
        arrives(row);
        // Then
        JsonNode letter = awaitLetter("P-B2");
        assertThat(letter.toString()).contains("line ", "REFUSED", "firstname");
    }

    @Test
    void aRowWhoseParentComesLaterWaitsInTheLaneAndIsDelivered() throws IOException {
        // Given
        arrives(memberOf("P-B3", "C-97001"));
        await().atMost(HubFixture.PATIENCE)
                .until(() -> hub.status(BATCH).path("parked").asInt() > 0);
        // When
        hub.dataverse().createAccount("C-97001");
        // Then
        assertThat(hub.dataverse().awaitRow("contacts", "hub_externalid", "P-B3", row -> row.has("lastname")))
                .isNotNull();
    }

    @Test
    void aReplayedRowGoesThroughTheSameRoute() throws IOException {
        // Given
        arrives(memberOf("P-B4", "C-97002"));
        String letter = awaitLetter("P-B4").path("id").asText();
        hub.dataverse().createAccount("C-97002");
        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);
        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        assertThat(hub.dataverse().awaitRow("contacts", "hub_externalid", "P-B4", row -> row.has("lastname")))
                .isNotNull();
    }

    @Test
    void nobodyCanPushToABatch() {
        assertThat(hub.push(BATCH, member("P-B5").toString()).statusCode()).isEqualTo(404);
    }
}
