package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.d365hub.audit.AuditRecord;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.LetterRefusedException.Reason;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an edit keeps, what it refuses, and what a replay sends afterwards. */
class LetterEditsTest {

    private static final Map<String, String> HEADERS = Map.of("x-shop", "north");

    @TempDir
    private Path folder;

    private ReplayFixture hub;
    private Optional<Failure> refusal = Optional.empty();

    @AfterEach
    void close() {
        hub.close();
    }

    private LetterEdits edits() {
        Rehearsals rehearsals = () -> new Rehearsals.Session() {
            @Override
            public Optional<Failure> refusal(
                    String integration, String recordKey, Map<String, String> headers, byte[] body) {
                return refusal;
            }

            @Override
            public Rehearsals.Played play(String integration, Map<String, String> headers, byte[] body) {
                return new Rehearsals.Played(Optional.empty(), List.of());
            }

            @Override
            public String recordKey(String integration, byte[] body) {
                return "a";
            }

            @Override
            public void close() {
                // Nothing was started.
            }
        };
        PayloadFields fields = message -> Map.of("body", new String(message.body(), StandardCharsets.UTF_8));
        return new LetterEdits(hub.letters.database, hub.letters, hub.integrations, rehearsals, fields, 1_000);
    }

    private static LetterEdit edit(int version, String body) {
        return new LetterEdit(version, HEADERS, body.getBytes(StandardCharsets.UTF_8), "ann", "a wrong total", false);
    }

    private UUID died(TestDatabases kind) throws Exception {
        hub = new ReplayFixture(kind, folder);
        return hub.letters.died("a");
    }

    @ParameterizedTest
    @EnumSource
    void aReplaySendsTheLetterAsItWasEditedLast(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        edits().edit(letter, edit(0, "{\"order\":1}"));
        edits().edit(letter, edit(1, "{\"order\":2}"));
        // When
        hub.job(List.of(letter));
        hub.work();
        // Then
        assertThat(hub.queued())
                .extracting(HubMessage::body)
                .containsExactly("{\"order\":2}".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void theLetterIsFoundByWhatItIsNow(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        edits().edit(letter, edit(0, "{\"order\":1}"));
        // When
        edits().edit(letter, edit(1, "{\"order\":2}"));
        // Then
        List<String> contents = hub.letters.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select content from dead_letter_field where letter = :letter")
                .bind("letter", letter)
                .mapTo(String.class)
                .list());
        assertThat(contents).containsExactly("{\"order\":2}");
    }

    @ParameterizedTest
    @EnumSource
    void theLetterAsItDiedIsNeverLost(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        // When
        edits().edit(letter, edit(0, "{\"order\":1}"));
        edits().edit(letter, edit(1, "{\"order\":2}"));
        // Then
        assertThat(edits().versions(letter))
                .extracting(version -> new String(version.content().body(), StandardCharsets.UTF_8))
                .containsExactly("{\"order\":1001}", "{\"order\":1}", "{\"order\":2}");
    }

    @ParameterizedTest
    @EnumSource
    void theSecondOfTwoOperatorsIsRefused(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        edits().edit(letter, edit(0, "{\"order\":1}"));
        // When
        LetterRefusedException late =
                catchThrowableOfType(LetterRefusedException.class, () -> edits().edit(letter, edit(0, "{}")));
        // Then
        assertThat(late.reason()).isEqualTo(Reason.CHANGED);
        assertThat(late.why()).contains("it has version 1, and you saw version 0");
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatIsBeingReplayedIsNotEdited(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        hub.job(List.of(letter));
        hub.work();
        // When
        LetterRefusedException late =
                catchThrowableOfType(LetterRefusedException.class, () -> edits().edit(letter, edit(0, "{}")));
        // Then
        assertThat(late.reason()).isEqualTo(Reason.CHANGED);
        assertThat(late.why()).contains("it is replaying");
        assertThat(edits().versions(letter)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatTodaysMappingWouldRefuseIsRefused(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        refusal = Optional.of(LettersFixture.failure("There is no customer."));
        // When
        LetterRefusedException wrong =
                catchThrowableOfType(LetterRefusedException.class, () -> edits().edit(letter, edit(0, "{}")));
        // Then
        assertThat(wrong.reason()).isEqualTo(Reason.WRONG);
        assertThat(wrong.why()).contains("There is no customer");
    }

    @ParameterizedTest
    @EnumSource
    void whatWouldBeRefusedIsKeptWhenTheOperatorInsists(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        refusal = Optional.of(LettersFixture.failure("There is no customer."));
        // When
        int version = edits().edit(letter, new LetterEdit(0, HEADERS, new byte[] {'{', '}'}, "ann", "later", true));
        // Then
        assertThat(version).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anEditWithoutReasonIsRefused(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        LetterEdit mute = new LetterEdit(0, HEADERS, new byte[0], "ann", " ", true);
        // When
        LetterRefusedException wrong =
                catchThrowableOfType(LetterRefusedException.class, () -> edits().edit(letter, mute));
        // Then
        assertThat(wrong.why()).contains("needs a reason");
    }

    @ParameterizedTest
    @EnumSource
    void aHeaderThatTheIntegrationDoesNotTakeIsRefused(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        LetterEdit foreign = new LetterEdit(0, Map.of("authorization", "none"), new byte[0], "ann", "a try", true);
        // When
        LetterRefusedException wrong =
                catchThrowableOfType(LetterRefusedException.class, () -> edits().edit(letter, foreign));
        // Then
        assertThat(wrong.why()).contains("takes no header 'authorization'");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyAboveTheLimitIsRefused(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        // When
        LetterRefusedException wrong = catchThrowableOfType(
                LetterRefusedException.class, () -> edits().edit(letter, edit(0, " ".repeat(1_001))));
        // Then
        assertThat(wrong.why()).contains("1001 bytes", "at most 1000");
    }

    @ParameterizedTest
    @EnumSource
    void theAuditTrailHasHashesOfBeforeAndAfter(TestDatabases kind) throws Exception {
        // Given
        UUID letter = died(kind);
        // When
        edits().edit(letter, edit(0, "{\"order\":1}"));
        edits().edit(letter, edit(1, "{\"order\":2}"));
        // Then
        List<AuditRecord> trail = new AuditTrail(hub.letters.database, hub.letters).about(List.of(letter));
        assertThat(trail).extracting(AuditRecord::act).containsExactly("letter.edited", "letter.edited");
        assertThat(trail.get(0).hashAfter()).isEqualTo(trail.get(1).hashBefore());
        assertThat(trail.get(0).hashBefore()).isNotEqualTo(trail.get(0).hashAfter());
    }
}
